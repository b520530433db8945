package dev.wgmesh.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.Signers;
import dev.wgmesh.testing.TextMutation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The text that is signed, and the text of a signature, as docs/records.md has them. */
class SignedRecordsTest {
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private static final SignedRecords VECTOR =
            new SignedRecords(
                    new MeshName("_p2p.example.com"),
                    new HostName("node-a.example.com"),
                    new PublicKey("MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8="),
                    Optional.of(new PublicKey("meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=")),
                    List.of(
                            IpAddress.of("fd00::1"),
                            IpAddress.of("192.168.1.1"),
                            IpAddress.of("10.0.0.1"),
                            IpAddress.of("10.0.0.1")),
                    List.of(Prefix.of("10.2.0.0/16"), Prefix.of("10.1.0.0/16")));

    private static final String TEXT =
            """
            wg-mesh member 1
            mesh _p2p.example.com
            host node-a.example.com
            key MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=
            next-key meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=
            address 10.0.0.1
            address 192.168.1.1
            address fd00::1
            net 10.1.0.0/16
            net 10.2.0.0/16
            exp 20270101T000000Z
            """;

    private static final String SIGNATURE =
            "v=1 signer=21fe31dfa154a261 exp=20270101T000000Z sig=kTsDw5On0kSD0W8bS0JwiUjMqq9o69Eo"
                    + "9BCwhc54Z/zLNq2brjEQzr97GZk+sSj9Rd25mMod+rzFFWA8H2qCCw==";

    @Test
    void the_text_is_that_of_the_documented_vector() throws IOException {
        assertEquals(TEXT, VECTOR.text(END));
        String records = Files.readString(Path.of("docs/records.md"));
        assertTrue(records.contains(TEXT.indent(4)), "docs/records.md lacks the text");
    }

    @Test
    void the_signature_is_that_of_the_documented_vector() throws IOException {
        MemberSignature signature = MemberSignature.sign(VECTOR, END, Signers.RFC);
        assertEquals(SIGNATURE, signature.text());
        String records = Files.readString(Path.of("docs/records.md"));
        assertTrue(records.contains(SIGNATURE), "docs/records.md lacks the signature");
        assertTrue(records.contains(Signers.RFC.verifyKey().text()), "lacks the signer");
        assertTrue(signature.isOf(VECTOR, Signers.RFC.verifyKey()));
        assertFalse(signature.isOf(VECTOR, Signers.SECOND.verifyKey()));
    }

    @Test
    void a_signature_is_read_as_it_was_written() {
        MemberSignature signature = MemberSignature.sign(VECTOR, END, Signers.RFC);
        assertEquals(Optional.of(signature), MemberSignature.parse(signature.text()));
    }

    @Test
    void whatever_else_stands_there_is_no_signature() {
        String good = MemberSignature.sign(VECTOR, END, Signers.RFC).text();
        for (String bad :
                List.of(
                        "",
                        "v=1",
                        good + " ",
                        " " + good,
                        good.replace("v=1", "v=2"),
                        good.replace(" exp=", "  exp="),
                        good.replace("exp=2027", "exp=20é7"),
                        good.replace("exp=20270101", "exp=20270230"),
                        good.replace("T000000Z", "T240000Z"),
                        good.replace("T000000Z", "T000060Z"),
                        good.substring(0, good.length() - 3) + "/==",
                        "x".repeat(141),
                        good.repeat(400))) {
            assertEquals(Optional.empty(), MemberSignature.parse(bad), bad);
        }
    }

    @Test
    void a_changed_signature_is_unreadable_or_not_valid() {
        var mutation =
                new TextMutation(" =/+Zé\u0000\n09aZ", List.of("sig=", "exp=", "\u001b[31m"));
        String good = MemberSignature.sign(VECTOR, END, Signers.RFC).text();
        Seeds.check(
                2_000,
                random -> {
                    String text = mutation.of(good, random);
                    boolean valid =
                            MemberSignature.parse(text)
                                    .filter(it -> it.isOf(VECTOR, Signers.RFC.verifyKey()))
                                    .isPresent();
                    boolean sameButSigner =
                            text.length() == good.length()
                                    && text.replaceFirst("signer=\\S+", "")
                                            .equals(good.replaceFirst("signer=\\S+", ""));
                    assertTrue(!valid || sameButSigner, text);
                });
    }

    @Test
    void every_signed_field_changes_the_text_and_no_other_field_does() {
        String before =
                "b.example.com mesh=10.0.0.2 at=203.0.113.2 site=home nat=no net=10.1.0.0/16";
        String same = text(before);
        for (String other :
                List.of(
                        before.replace("203.0.113.2", "203.0.113.9"),
                        before.replace("site=home", "site=away"),
                        before.replace("nat=no", "nat=yes"),
                        before + " port=1234",
                        before + " reflexive=203.0.113.7")) {
            assertEquals(same, text(other));
        }
        for (String other :
                List.of(
                        before.replace("b.example", "c.example"),
                        before + " key=k",
                        before + " next-key=n",
                        before.replace("10.0.0.2", "10.0.0.3"),
                        before.replace("10.0.0.2", "10.0.0.2,10.0.0.3"),
                        before.replace("10.1.0.0/16", "10.1.0.0/17"),
                        before.replace(" net=10.1.0.0/16", ""))) {
            assertFalse(same.equals(text(other)), other);
        }
    }

    @Test
    void records_that_could_not_be_read_whole_have_no_text() {
        for (String line :
                List.of(
                        "b.example.com key=fails mesh=10.0.0.2",
                        "b.example.com key=none mesh=10.0.0.2",
                        "b.example.com",
                        "b.example.com mesh=10.0.0.2 mesh6=fails",
                        "b.example.com mesh=10.0.0.2 meta=fails")) {
            assertEquals("", text(line), line);
        }
    }

    private static String text(String line) {
        Mesh mesh = MeshFixture.read(line);
        return mesh.members().stream()
                .flatMap(member -> SignedRecords.of(mesh.name(), member).stream())
                .map(records -> records.text(END))
                .collect(Collectors.joining());
    }
}
