package dev.wgmesh.provider.file;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SequencedMap;

/** The SHA-256 digest of zone files, in hexadecimal digits. */
final class ZoneFileDigest {
    private ZoneFileDigest() {}

    /** Returns the digest of a file's octets. */
    static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(octets(text)));
    }

    /** Returns the digest of files by their names. */
    static String of(SequencedMap<String, String> texts) {
        MessageDigest digest = sha256();
        for (Map.Entry<String, String> file : texts.entrySet()) {
            String name = file.getKey();
            String text = file.getValue();
            String head = name.length() + ":" + name + text.length() + ":";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            digest.update(octets(text));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the octets of a file, each of which is a character of its text. */
    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
