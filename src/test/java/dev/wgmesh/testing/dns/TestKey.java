package dev.wgmesh.testing.dns;

import dev.wgmesh.tsig.TsigAlgorithm;
import dev.wgmesh.tsig.TsigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.xbill.DNS.Name;

/**
 * A TSIG key for tests, with its text and its server configuration.
 *
 * @param name without trailing dot
 * @param secret in base64
 */
public record TestKey(String name, TsigAlgorithm algorithm, String secret) {
    /** The one that the servers of a test know. */
    public static final TestKey KNOWN =
            new TestKey(
                    "wg-mesh",
                    TsigAlgorithm.HMAC_SHA256,
                    "mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=");

    /** The key of the same name with another secret. */
    public static final TestKey OTHER_SECRET =
            new TestKey(
                    KNOWN.name, KNOWN.algorithm, "b3RoZXIgc2VjcmV0IG9mIDMyIG9jdGV0cyBpbiBhbGw=");

    /** A key of a name that no server knows. */
    public static final TestKey UNKNOWN = new TestKey("nobody", KNOWN.algorithm, KNOWN.secret);

    /** The key itself. */
    public TsigKey key() {
        return new TsigKey(
                Name.fromConstantString(name + "."), algorithm, Base64.getDecoder().decode(secret));
    }

    /** Puts it in a file of that folder, as Knot writes a key, for nobody else to read. */
    public void write(Path folder) throws IOException {
        Path file = folder.resolve("tsig.key");
        Files.writeString(file, "%s:%s:%s\n".formatted(algorithm, name, secret));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** In the language of named.conf. */
    String bind() {
        return "key \"%s\" { algorithm %s; secret \"%s\"; };\n".formatted(name, algorithm, secret);
    }

    /** The section of knot.conf. */
    String knot() {
        return "key:\n  - id: %s\n    algorithm: %s\n    secret: %s\n"
                .formatted(name, algorithm, secret);
    }
}
