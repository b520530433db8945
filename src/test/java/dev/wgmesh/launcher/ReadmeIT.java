package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of README.md in a fresh copy of the checkout. */
class ReadmeIT {
    /** Commands outside of its console blocks, and where they are run. */
    private static final Map<String, String> ELSEWHERE =
            Map.ofEntries(
                    Map.entry("scripts/demo", "DemoIT"),
                    Map.entry("scripts/test", "it runs this"),
                    Map.entry("scripts/package", "DebianPackageIT"),
                    Map.entry("wg-mesh up _p2p.example.com", "UpIT"),
                    Map.entry("wg-mesh keygen --out /etc/wg-mesh/wg0.key", "KeygenCommandTest"),
                    Map.entry(
                            "wg-mesh apply --key /etc/wg-mesh/wg0.key _p2p.example.com",
                            "NodeCommandsIT"),
                    Map.entry(
                            "wg-mesh apply --watch --key /etc/wg-mesh/wg0.key _p2p.example.com",
                            "NodeCommandsIT"),
                    Map.entry("wg-mesh down _p2p.example.com", "NodeCommandsIT"),
                    Map.entry(
                            "wg-mesh join node-d.example.com --server ns1.example.com"
                                    + " --tsig-key-file wg-mesh.key",
                            "ProvisionIT"),
                    Map.entry(
                            "wg-mesh set node-d.example.com --endpoint 203.0.113.204 --route53",
                            "HostedRoute53Test"),
                    Map.entry("wg-mesh rotate node-d.example.com --prepare", "MemberCommandsTest"),
                    Map.entry(
                            "wg-mesh set-policy _p2p.example.com --ttl 60", "SetPolicyCommandTest"),
                    Map.entry("wg-mesh leave node-d.example.com -n", "MemberCommandsTest"),
                    Map.entry("wg-mesh push staging/example.com.zone", "PushCommandTest"),
                    Map.entry("wg-mesh rollback RECEIPT", "RollbackCommandTest"),
                    Map.entry("wg-mesh apply _p2p.example.com", "NodeCommandsIT"),
                    Map.entry("wg-mesh plan", "the console blocks"),
                    Map.entry("wg-mesh status", "StatusIT"),
                    Map.entry("wg-mesh why node-b.example.com", "StatusIT"),
                    Map.entry("wg-mesh export phone.example.com --key phone.key --qr", "ExportIT"),
                    Map.entry("wg-mesh import", "ImportIT"),
                    Map.entry("wg-mesh doctor", "DoctorIT"),
                    Map.entry("wg-mesh serve zones", "ServeCommandTest"),
                    Map.entry("wg-mesh shell", "PromptIT"),
                    Map.entry("wg-mesh help COMMAND", "WgMeshTest"),
                    Map.entry("wg-mesh help", "WgMeshTest"));

    @TempDir Path folder;

    @Test
    void every_command_outside_the_console_blocks_is_run_by_a_test() throws IOException {
        var unknown = new TreeSet<>(Readme.read(Path.of("README.md")).others());
        unknown.removeAll(ELSEWHERE.keySet());
        assertEquals(List.of(), List.copyOf(unknown), "run them in a test and name it here");
    }

    @Test
    void the_console_blocks_print_what_is_shown() throws Exception {
        Path checkout = Files.createDirectories(folder.resolve("wg mesh"));
        Installation.checkout(checkout);
        List<Readme.Step> steps = Readme.read(Path.of("README.md")).steps();
        assertFalse(steps.isEmpty());
        var script = new StringBuilder("shopt -s expand_aliases\n");
        for (int n = 0; n < steps.size(); n++) {
            script.append(
                    "{ %s\n} >%2$s/%3$d.out 2>%2$s/%3$d.err; echo $? >%2$s/%3$d.exit\n"
                            .formatted(steps.get(n).command(), folder, n));
        }
        Path file = Files.writeString(folder.resolve("readme.sh"), script.toString());

        Installation.Result run =
                Installation.run(checkout, Map.of(), List.of("bash", file.toString()));

        assertEquals(new Installation.Result(0, "", ""), run);
        for (int n = 0; n < steps.size(); n++) {
            Readme.Step step = steps.get(n);
            String printed = Files.readString(folder.resolve(n + ".out"));
            String said = Files.readString(folder.resolve(n + ".err"));
            String told = step.command() + "\n" + printed + said;
            assertEquals("0\n", Files.readString(folder.resolve(n + ".exit")), told);
            assertTrue(step.fits(printed), told);
            assertFalse(said.contains("building"), said);
        }
    }

    @Test
    void what_is_shown_is_compared_line_by_line() {
        var step = new Readme.Step("x", List.of("a … c", "…", "end"));
        assertTrue(step.fits("a b c\nend\n"));
        assertTrue(step.fits("a b c\nmore\nmore\nend\n"));
        assertFalse(step.fits("a  c\n"));
        assertFalse(step.fits("a b c\n"));
        assertFalse(step.fits("a b c\nend\nmore\n"));
        assertFalse(step.fits("a b c d\nend\n"));
    }
}
