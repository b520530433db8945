package dev.wgmesh.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;

/** A Java program of a few lines, which is packed as the build packs wg-mesh. */
record SmallProgram(String body) {
    private static final String MAIN = "dev/wgmesh/Main.class";

    /** A program that prints {@code word}. */
    static SmallProgram printing(String word) {
        return new SmallProgram("System.out.println(\"" + word + "\");");
    }

    /** Packs the program into {@code jar}, with no hash beside it. */
    void packInto(Path jar) throws IOException {
        Path classes = Files.createTempDirectory("small-program");
        Path source = classes.resolve("Main.java");
        Files.writeString(
                source,
                """
                package dev.wgmesh;

                public class Main {
                    public static void main(String[] args) throws Exception {
                        %s
                    }
                }
                """
                        .formatted(body));
        StringWriter complaints = new StringWriter();
        PrintWriter out = new PrintWriter(complaints);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        if (javac.run(out, out, "-d", classes.toString(), source.toString()) != 0) {
            throw new IllegalArgumentException(complaints.toString());
        }
        Files.createDirectories(jar.toAbsolutePath().getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(file, manifest())) {
            JarEntry entry = new JarEntry(MAIN);
            entry.setLastModifiedTime(FileTime.fromMillis(1_767_225_600_000L));
            packed.putNextEntry(entry);
            packed.write(Files.readAllBytes(classes.resolve(MAIN)));
            packed.closeEntry();
        }
        for (String made : List.of(MAIN, "dev/wgmesh", "dev", "Main.java", "")) {
            Files.delete(classes.resolve(made));
        }
    }

    /** Packs the program into {@code jar}, with its hash beside it and one time for both. */
    void packWithHashInto(Path jar) throws IOException {
        packInto(jar);
        Path hash = Path.of(jar + ".sha256");
        Files.writeString(hash, sha256(Files.readAllBytes(jar)) + "  wg-mesh.jar\n");
        Files.setLastModifiedTime(hash, Files.getLastModifiedTime(jar));
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "dev.wgmesh.Main");
        return manifest;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
