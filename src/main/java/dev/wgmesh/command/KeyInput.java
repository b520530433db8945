package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Streams;
import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads a private key from standard input. */
final class KeyInput {
    /** Octets read at the most; a key and its line feed are 45. */
    private static final int MOST = 4096;

    private static final String FIX =
            "give 44 characters of base64 and a line feed, as wg genkey prints";

    private KeyInput() {}

    static PrivateKey read(CommandSession session) {
        Streams streams = session.hostEnvironment().streams();
        if (streams.isTerminal(StandardStream.IN)) {
            session.note("type the private key, then Ctrl-D");
        }
        byte[] octets;
        try {
            octets = streams.in().readNBytes(MOST);
        } catch (IOException e) {
            throw Failure.unreadable("standard input", "cannot be read: " + e.getMessage(), FIX);
        }
        String text = new String(octets, StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty()) {
            throw Failure.input("standard input", "is empty", FIX);
        }
        return switch (PrivateKey.parse(text)) {
            case KeyParseResult.Valid<PrivateKey>(PrivateKey key) -> key;
            case KeyParseResult.Invalid<PrivateKey>(_, String detail) ->
                    throw Failure.input("standard input", "the private key " + detail, FIX);
        };
    }
}
