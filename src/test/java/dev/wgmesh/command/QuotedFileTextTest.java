package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wgmesh.testing.CommandFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zone file may hold what is nobody's business: findings quote little of it. */
class QuotedFileTextTest {
    private static final Pattern QUOTED = Pattern.compile("Q{41,}");

    /**
     * Lines of a file with 200 characters where a few are expected. Names of files and owners are
     * repeated in full.
     */
    private static final List<String> LINES =
            List.of(
                    "$ORIGIN @",
                    "$TTL @",
                    "$@ x",
                    "$GENERATE @ x A 192.0.2.1",
                    "$GENERATE 1-2 x @ 192.0.2.1",
                    "x @ A 192.0.2.1",
                    "x IN @ 192.0.2.1",
                    "x A @",
                    "x AAAA @",
                    "x MX @ y",
                    "x SRV 1 2 @ y",
                    "x SRV 1 2 3 \"@\" more",
                    "x SOA a b @ 1 1 1 1",
                    "x SSHFP @ 1 aa",
                    "x CAA 0 @ \"v\"",
                    "x DNSKEY @ 3 8 AAAA",
                    "x TXT \"@",
                    "x TYPE@ \\# 0",
                    "x TYPE65000 \\# @",
                    "\"@\" A 192.0.2.1",
                    "(@",
                    "@",
                    "_p2p TXT \"@\"",
                    "_p2p TXT \"@ @\"",
                    "_p2p PTR \"@\"",
                    "_policy._p2p TXT \"@\"",
                    "_policy._p2p TXT \"@=1\"",
                    "_policy._p2p TXT \"pool=@\"",
                    "_policy._p2p TXT \"paths=@\"",
                    "_policy._p2p TXT \"ttl=@\"",
                    "_revision._p2p TXT \"@\"",
                    "_wireguard.a TXT \"@\"",
                    "_meta._wireguard.a TXT \"site=@\"",
                    "_meta._wireguard.a TXT \"net=@\"",
                    "_meta._wireguard.a TXT \"next-key=@\"",
                    "_meta._wireguard.a TXT \"@=@\"",
                    "_meta._wireguard.a TXT \"expires=@\"",
                    "; wg-mesh: ignore @");

    @TempDir Path folder;

    private void validate(String line, List<String> uncut) throws IOException {
        Files.writeString(
                folder.resolve("q.example.zone"),
                """
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 604800 300
                @ NS ns
                ns A 192.0.2.53
                _p2p TXT "a.q.example"
                """
                        + line.replace("@", "Q".repeat(200))
                        + "\n");
        for (String format : List.of("text", "json")) {
            String out =
                    new CommandFixture(folder)
                            .run("validate", "q.example.zone", "--all", "-o", format)
                            .out();
            assertFalse(out.isEmpty(), line);
            if (QUOTED.matcher(out).find()) {
                uncut.add(line + "\n" + out);
            }
        }
    }

    @Test
    void a_finding_quotes_at_most_40_characters_of_a_file() throws IOException {
        var uncut = new ArrayList<String>();
        for (String line : LINES) {
            validate(line, uncut);
        }
        assertEquals(List.of(), uncut);
    }
}
