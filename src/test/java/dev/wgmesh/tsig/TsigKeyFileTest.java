package dev.wgmesh.tsig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class TsigKeyFileTest {
    private static final String SECRET = "wWCwrCRhVvcck3w46DhLGIGu5wU0MpYccml0n21Vjgg=";
    private static final String MAKE = "create a key on the server: tsig-keygen NAME > FILE";

    @TempDir Path folder;

    private static TsigKey key(TsigAlgorithm algorithm) {
        Name name = Name.fromConstantString("wg-mesh.example.com.");
        return new TsigKey(name, algorithm, Base64.getDecoder().decode(SECRET));
    }

    private TsigKey read(String text) {
        var read = TsigKeyFile.read(TsigKeyFixture.write(folder.resolve("k"), text), true);
        assertEquals(List.of(), read.warnings());
        return read.key();
    }

    @TestFactory
    List<DynamicTest> one_key_in_every_form() {
        Map<String, String> forms = new TreeMap<>();
        forms.put(
                "tsig-keygen",
                "key \"wg-mesh.example.com\" {\n\talgorithm hmac-sha512;\n\tsecret \"S\";\n};\n");
        forms.put(
                "named.conf, any layout and comments",
                """
                # "not closed {
                // secret "x";
                options { directory "/"; allow-query { key other; any; }; };
                /* key "old" { secret "x"; };
                */
                key wg-mesh.example.com. { secret "S" ; algorithm
                  "HMAC-SHA512"; /* { */ }; server 192.0.2.1 { keys { wg-mesh.example.com; }; };
                """);
        forms.put("one line", "hmac-sha512:wg-mesh.example.com:S");
        forms.put(
                "one line between comments", "# old:x\n\n  hmac-sha512.:wg-mesh.example.com.:S \n");
        forms.put(
                "keymgr",
                "# hmac-sha512:wg-mesh.example.com:S\nkey:\n  - id: wg-mesh.example.com\n"
                        + "    algorithm: hmac-sha512\n    secret: S\n");
        forms.put(
                "knot.conf",
                """
                server:
                    listen: 127.0.0.1@53
                key: # the key
                - secret: "S" # and its secret
                  id: "wg-mesh.example.com."

                  algorithm: hmac-sha512
                acl:
                  - id: update
                    key: other
                    secret: no
                """);
        var tests = new ArrayList<DynamicTest>();
        forms.forEach((name, text) ->
                tests.add(
                        dynamicTest(
                                name,
                                () ->
                                        TsigKeyFixture.assertSame(
                                                key(TsigAlgorithm.HMAC_SHA512),
                                                read(
                                                        text.replace("S\"", SECRET + "\"")
                                                                .replaceAll(
                                                                        "(?m)([: ])S\\s*$",
                                                                        "$1" + SECRET + "\n"))))));
        return tests;
    }

    @Test
    void a_key_that_names_no_algorithm_is_one_of_hmac_sha256() {
        for (String text :
                List.of(
                        "key wg-mesh.example.com { secret \"" + SECRET + "\"; };",
                        "wg-mesh.example.com:" + SECRET,
                        "key:\n  - id: wg-mesh.example.com\n    secret: " + SECRET)) {
            TsigKeyFixture.assertSame(key(TsigAlgorithm.HMAC_SHA256), read(text));
        }
    }

    @Test
    void a_private_file_of_bind_has_its_name_from_its_file_name() {
        Map<Integer, TsigAlgorithm> numbers =
                Map.of(
                        157, TsigAlgorithm.HMAC_MD5,
                        161, TsigAlgorithm.HMAC_SHA1,
                        162, TsigAlgorithm.HMAC_SHA224,
                        163, TsigAlgorithm.HMAC_SHA256,
                        164, TsigAlgorithm.HMAC_SHA384,
                        165, TsigAlgorithm.HMAC_SHA512);
        numbers.forEach((number, algorithm) -> {
            Path file = folder.resolve("Kwg%2Dmesh.example.com.+" + number + "+00042.private");
            TsigKeyFixture.write(file, privateFile(number));
            TsigKeyFixture.assertSame(key(algorithm), TsigKeyFile.read(file, true).key());
        });
    }

    @Test
    void a_private_file_that_was_renamed_has_its_name_from_the_file_beside_it() {
        Path file = TsigKeyFixture.write(folder.resolve("mesh.private"), privateFile(163));
        assertEquals(
                "mesh.private: the key's name is unknown: it is read from a file name"
                        + " Kname.+163+12345.private or from mesh.key; restore the file name that"
                        + " BIND chose, or put mesh.key beside the file",
                TsigKeyFixture.fault(file, false, SECRET));
        Path beside = TsigKeyFixture.write(folder.resolve("mesh.key"), "; nothing\n");
        assertEquals(
                "mesh.key: the file is empty; " + MAKE, TsigKeyFixture.fault(file, false, SECRET));
        TsigKeyFixture.write(
                beside, "; made\nwg-mesh.example.com. IN KEY 512 3 163 " + SECRET + "\n");
        TsigKeyFixture.assertSame(
                key(TsigAlgorithm.HMAC_SHA256), TsigKeyFile.read(file, false).key());
    }

    private static String privateFile(int algorithm) {
        return "Private-key-format: v1.3\nAlgorithm: "
                + algorithm
                + " (HMAC)\nKey: "
                + SECRET
                + "\nBits: AAA=\n";
    }

    /** What a file holds, and what is said of it. */
    private record FaultCase(String name, String text, String message) {}

    @TestFactory
    List<DynamicTest> a_fault_is_told_with_its_line_and_no_secret() {
        String none = "k: holds no TSIG key; " + MAKE;
        String model = "; write it as key \"NAME\" { algorithm hmac-sha256; secret \"BASE64\"; };";
        String known =
                "; use the server's algorithm: hmac-sha256, hmac-sha224, hmac-sha384 or"
                        + " hmac-sha512";
        return List.of(
                        new FaultCase("an empty file", "", none),
                        new FaultCase("a bare secret", SECRET, none),
                        new FaultCase("comments only", "# hmac-sha256:n:" + SECRET + "\n", none),
                        new FaultCase("another conf", "acl \"a\" { 192.0.2.1; };", none),
                        new FaultCase("an empty section", "key:\nacl:\n  - id: x\n", none),
                        new FaultCase(
                                "secret and name swapped",
                                SECRET + ":n",
                                "k:1: the key's name is not a domain name; " + MAKE),
                        new FaultCase(
                                "name and algorithm swapped",
                                "n:hmac-sha256:" + SECRET,
                                "k:1: the key hmac-sha256 has an unknown algorithm" + known),
                        new FaultCase(
                                "an unknown algorithm",
                                "\nkey n { algorithm hmac-sm3; secret \"" + SECRET + "\"; };",
                                "k:2: the key n has an unknown algorithm" + known),
                        new FaultCase(
                                "no secret",
                                "key n { algorithm hmac-sha256; };",
                                "k:1: the key n has no secret; " + MAKE),
                        new FaultCase(
                                "an empty secret",
                                "key n { secret \" \"; };",
                                "k:1: the key n has no secret; " + MAKE),
                        new FaultCase(
                                "no base64",
                                "\n\nn:" + SECRET.substring(1),
                                "k:3: the secret of the key n is not base64; " + MAKE),
                        new FaultCase(
                                "no name",
                                "key:\n  - secret: " + SECRET,
                                "k:2: the key's name is not a domain name; " + MAKE),
                        new FaultCase(
                                "an open quote",
                                "key n {\n secret \"" + SECRET + ";\n};",
                                "k:2: this quotation mark is not closed; add the closing"
                                        + " quotation mark"),
                        new FaultCase(
                                "an open clause",
                                "key n {\n secret \"" + SECRET + "\";\n",
                                "k:1: this key clause is not closed" + model),
                        new FaultCase(
                                "a missing semicolon",
                                "key n {\n secret \"" + SECRET + "\"\n};",
                                "k:3: missing ; before this }" + model),
                        new FaultCase(
                                "a key of DNSSEC",
                                privateFile(8),
                                "k: algorithm 8 is not a TSIG algorithm; " + MAKE),
                        new FaultCase(
                                "no algorithm",
                                "Private-key-format: v1.3\nKey: " + SECRET,
                                "k: has no Algorithm line; " + MAKE),
                        new FaultCase(
                                "several keys of BIND",
                                ("key a { secret \"S\"; }; key b.example { secret \"S\"; };"
                                                + "key \"S\" { secret \"S\"; };")
                                        .replace("S", SECRET),
                                "k: holds 3 TSIG keys (a, b.example, unnamed), expected one; copy"
                                        + " the key to use into a file of its own"),
                        new FaultCase(
                                "several keys of Knot",
                                ("key:\n - id: a\n   secret: S\n - id: b\n   secret: S\n")
                                        .replace("S", SECRET),
                                "k: holds 2 TSIG keys (a, b), expected one; copy the key to use"
                                        + " into a file of its own"),
                        new FaultCase(
                                "several lines",
                                ("a:S\nhmac-md5:b:S\n").replace("S", SECRET),
                                "k: holds 2 TSIG keys (a, b), expected one; copy the key to use"
                                        + " into a file of its own"))
                .stream()
                .map(fault ->
                        dynamicTest(
                                fault.name(),
                                () ->
                                        assertEquals(
                                                fault.message(),
                                                TsigKeyFixture.fault(
                                                        TsigKeyFixture.write(
                                                                folder.resolve("k"), fault.text()),
                                                        false,
                                                        SECRET.substring(1)))))
                .toList();
    }

    @Test
    void a_weak_key_is_taken_only_when_it_is_allowed() {
        for (String weak : List.of("hmac-md5", "hmac-sha1")) {
            Path file = TsigKeyFixture.write(folder.resolve("k"), weak + ":n:" + SECRET);
            assertEquals(
                    "k:1: the key n uses the weak algorithm "
                            + weak
                            + "; create a new key on the"
                            + " server: tsig-keygen n >"
                            + " FILE; or accept the weak key: --allow-weak-tsig",
                    TsigKeyFixture.fault(file, false, SECRET));
            assertEquals("n (" + weak + ")", TsigKeyFile.read(file, true).key().toString());
        }
        read("HMAC-MD5.SIG-ALG.REG.INT.:n:" + SECRET);
    }

    @Test
    void a_file_that_everybody_may_read_or_the_group_may_write_is_a_warning() throws IOException {
        Path file = TsigKeyFixture.write(folder.resolve("k"), "n:" + SECRET);
        for (String mode :
                List.of("rw----r--", "rw-r--r--", "rw-------", "rw-rw-r--", "rw-----w-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertEquals(
                    mode.equals("rw-------")
                            ? List.of()
                            : List.of(
                                    file
                                            + ": every user of this machine has access to this"
                                            + " TSIG secret; chmod g-w,o= "
                                            + file),
                    TsigKeyFile.read(file, false).warnings().stream()
                            .map(Object::toString)
                            .toList());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertEquals(
                file + ": the group of the file can change this TSIG key; chmod g-w,o= " + file,
                TsigKeyFile.read(file, false).warnings().getFirst().toString());
    }

    @Test
    void a_file_that_the_group_of_the_server_reads_is_right() throws IOException {
        Path file = TsigKeyFixture.write(folder.resolve("k"), "n:" + SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(List.of(), TsigKeyFile.read(file, false).warnings());
    }

    @Test
    void a_file_that_does_not_exist_is_unreadable() {
        var failure =
                assertThrows(Failure.class, () -> TsigKeyFile.read(folder.resolve("none"), false));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }
}
