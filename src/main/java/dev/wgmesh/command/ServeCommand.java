package dev.wgmesh.command;

import dev.wgmesh.cli.Action;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.serve.UpdateKeys;
import dev.wgmesh.serve.ZoneServer;
import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.tsig.TsigKeyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve}: the development DNS server. */
@Command(
        name = "serve",
        description = {
            "Answers DNS queries from the zone files (*.zone) of a folder, over UDP and TCP.",
            "A file that changes is served within a second; one that breaks, as it was.",
            "It transfers zones (AXFR) to clients on this machine, and takes updates (RFC 2136)",
            "signed with a key; what they change is written to the zone file.",
            "For development and tests: no DNSSEC, no NOTIFY, no secondaries elsewhere.",
            "It prints its address when it is ready, and goes on until it is stopped."
        },
        footer = {
            "  wg-mesh serve zones",
            "  wg-mesh serve zones --listen 127.0.0.1:0",
            "  wg-mesh serve zones --tsig-key-file lab.key",
            "  wg-mesh list _p2p.example.com --resolver 127.0.0.1:5300"
        })
final class ServeCommand implements Action {
    /** Not 5353: multicast DNS holds that one on many desktops. */
    private static final int PORT = 5300;

    @Parameters(paramLabel = "DIR", description = "The folder of the zone files.")
    Path folder = Path.of("zones");

    @Option(
            names = "--listen",
            paramLabel = "HOST[:PORT]",
            description = "Where to listen (127.0.0.1:" + PORT + "); port 0 is any free one.")
    String listen = "127.0.0.1";

    @Option(
            names = "--tsig-key-file",
            paramLabel = "FILE",
            description = {
                "A key whose holder may update every zone served here, in the form of BIND or Knot",
                "(tsig-keygen NAME > FILE); may repeat. Without one, updates are refused."
            })
    List<Path> keyFiles = List.of();

    @Option(names = "--allow-weak-tsig", description = "Take keys of hmac-md5 and hmac-sha1, too.")
    boolean allowWeak;

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        NameServer wanted = NameServer.of(listen, PORT);
        session.note("for development: not a production server");
        Path path = inside(session, folder);
        UpdateKeys keys = keys(session);
        try (var server = ZoneServer.start(path, wanted.address(), keys, session::note)) {
            if (!server.address().getAddress().isLoopbackAddress()) {
                String address = server.address().getAddress().getHostAddress();
                session.note("it answers everybody who reaches " + address);
            }
            ready(session, new NameServer(server.address()).toString());
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE;
    }

    private UpdateKeys keys(CommandSession session) {
        if (allowWeak && keyFiles.isEmpty()) {
            throw Failure.input("--allow-weak-tsig", "is about no key", "give --tsig-key-file too");
        }
        var keys = new ArrayList<TsigKey>();
        for (Path file : keyFiles) {
            TsigKeyFile read = TsigKeyFile.read(inside(session, file), allowWeak);
            session.warn(read.warnings());
            keys.add(read.key());
            session.note("the key " + read.key() + " may update every zone served here");
        }
        return new UpdateKeys(keys, session.outside().clock());
    }

    private static Path inside(CommandSession session, Path path) {
        return session.outside().directory().resolve(path);
    }

    private static void ready(CommandSession session, String address) {
        if (session.json()) {
            session.printLine(JsonDocument.serve(address));
        } else {
            session.println(address);
            session.flushOut();
        }
    }
}
