package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.NewerPackage;
import dev.wgmesh.testing.PackageFile;
import dev.wgmesh.testing.net.DebianRoots;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.PingLoss;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The package in Debian roots without Java: what it installs, and a mesh of three such machines
 * that run systemd: a reboot; an upgrade and a removal while packets flow.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DebianPackageIT {
    private static final String MESH = "_p2p.example.com";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What the package depends on, and what the tests use besides: man, Tab, systemd. */
    private static final List<String> PACKAGES =
            List.of(
                    "wireguard-tools",
                    "iproute2",
                    "wireguard-go",
                    "man-db",
                    "bash-completion",
                    "procps",
                    "systemd-sysv",
                    "dbus");

    private static final String ZONE =
            """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 900 604800 60
            @ NS ns1
            ns1 A 192.0.2.53
            _policy._p2p TXT "pool=10.0.0.0/24"
            """;

    private static final String UNIT = "wg-mesh@" + MESH + ".service";

    private Lab lab;

    private Path folder;
    private Path upgrade;

    @BeforeAll
    void a_debian_with_the_package_and_without_java() throws Exception {
        Path made = PackageFile.made().deb();
        lab = DebianRoots.open("mesh", PACKAGES);
        folder = Files.createDirectory(lab.folder().resolve("files"));
        Path base = DebianRoots.base(lab);
        assertEquals(
                "",
                command("find", base.toString(), "-name", "java*", "-type", "f", "-perm", "/1"));
        Files.copy(made, base.resolve("root/wg-mesh.deb"));
        command("chroot", base.toString(), "dpkg", "-i", "/root/wg-mesh.deb");
        Files.delete(base.resolve("root/wg-mesh.deb"));
        upgrade = NewerPackage.of(made, folder);
        Path tsig = base.resolve("root/tsig");
        Files.writeString(tsig, "hmac-sha256:lab:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U=\n");
        Files.setPosixFilePermissions(tsig, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    private static String command(String... words) {
        try (RunningProcess running = RunningProcess.start(List.of(words), "")) {
            return running.end(LIMIT).requireSuccess();
        }
    }

    private String run(String node, String command) {
        return result(node, command).requireSuccess();
    }

    private FinishedProcess result(String node, String command) {
        return lab.at(node).execInRoot(LIMIT, "bash", "-c", command);
    }

    @Test
    void a_machine_without_java_has_the_commands_the_manual_and_the_completion() throws Exception {
        lab.at("node-e").root(DebianRoots.base(lab));
        assertTrue(run("node-e", "wg-mesh version").startsWith("wg-mesh "));
        assertTrue(run("node-e", "wg-mesh keygen").contains("PublicKey = "));
        String zones = "/usr/share/doc/wg-mesh/examples/zones";
        FinishedProcess valid = result("node-e", "wg-mesh validate " + zones);
        assertEquals(0, valid.exit(), valid.toString());
        assertTrue(run("node-e", "man wg-mesh | col -b").contains("WG-MESH(1)"));
        assertTrue(run("node-e", "man wg-mesh-join | col -b").contains("--public-key"));
        assertTrue(run("node-e", "man 5 wg-mesh-records | col -b").contains("_wireguard"));
        assertEquals("700 /etc/wg-mesh\n", run("node-e", "stat -c '%a %n' /etc/wg-mesh"));
        String tab =
                """
                set timeout 30
                log_user 0
                spawn scripts/netlab chroot %s node-e bash --norc -i
                send {PS1='> '; source /usr/share/bash-completion/bash_completion; echo READY$((1+1))}
                send "\\r"
                expect READY2 {} timeout { exit 3 }
                send "wg-mesh vali\\t"
                expect "wg-mesh validate " { puts completed } timeout { exit 4 }
                """
                        .formatted(lab.folder());
        Path script = Files.writeString(folder.resolve("tab.exp"), tab);
        assertEquals("completed\n", command("expect", script.toString()));
    }

    @Test
    void the_tarball_runs_where_it_is_unpacked() throws Exception {
        lab.at("node-d").root(DebianRoots.base(lab));
        run("node-d", "dpkg -P wg-mesh");
        copy("node-d", PackageFile.made().tarball(), "root/wg-mesh.tar.gz");
        run("node-d", "mkdir -p /opt && tar -xzf /root/wg-mesh.tar.gz -C /opt");
        run("node-d", "ln -s /opt/wg-mesh-*/bin/wg-mesh /usr/local/bin/wg-mesh");
        run("node-d", "cp /opt/wg-mesh-*/lib/systemd/system/wg-mesh@.service /etc/systemd/system/");
        assertTrue(run("node-d", "wg-mesh version").startsWith("wg-mesh "));
        String program =
                run("node-d", "sed -n 's/^ExecStart=//p' /etc/systemd/system/wg-mesh@.service");
        assertTrue(program.startsWith("/usr/local/bin/wg-mesh apply"), program);
    }

    @Test
    void three_machines_are_a_mesh_which_an_upgrade_and_a_removal_leave_alone() throws Exception {
        serve();
        for (String node : List.of("node-a", "node-b", "node-c")) {
            lab.at(node).boot(DebianRoots.base(lab));
        }
        run("node-a", "echo 'WG_MESH_OPTIONS=--relay' >/etc/wg-mesh/%s.env".formatted(MESH));
        String key = up("node-a", "--endpoint 198.51.100.10 --yes");
        assertTrue(key.contains("key: /etc/wg-mesh/wg0.key created"), key);
        assertTrue(key.contains("service: " + UNIT + " enabled and started"), key);
        String place = "--server 192.0.2.53 --tsig-key-file /root/tsig";
        run("node-a", "wg-mesh set node-a.example.com --relay %s --yes".formatted(place));
        up("node-b", "--endpoint 203.0.113.202 --yes");
        up("node-c", "--nat yes --yes");
        for (String node : List.of("node-a", "node-b")) {
            FinishedProcess reload = result(node, "systemctl reload " + UNIT);
            assertEquals(0, reload.exit(), () -> reload + state(node));
        }
        for (String address : List.of("10.0.0.1", "10.0.0.2")) {
            assertReaches("node-c", address);
        }
        assertReaches("node-a", "10.0.0.2");
        assertTrue(up("node-a", "--yes").contains("\nnothing changed\n"));
        worksWithinItsLimits();

        losesNothing("node-b", () -> upgrade("node-a"));
        losesNothing("node-b", () -> crash("node-a"));
        reboot();
        losesNothing("node-c", () -> remove("node-a"));
        losesNothing("node-c", () -> purge("node-a"));
    }

    private void assertReaches(String node, String address) {
        assertTrue(lab.at(node).reaches(address, LIMIT), () -> state(node) + state("node-a"));
    }

    /** The filter of system calls, the capabilities and the read-only paths are in force. */
    private void worksWithinItsLimits() {
        String status = run("node-a", "cat /proc/$(%s)/status".formatted(pid()));
        assertTrue(status.contains("Seccomp:\t2\n"), status);
        assertTrue(status.contains("NoNewPrivs:\t1\n"), status);
        assertTrue(status.contains("CapBnd:\t0000000000001400\n"), status);
        assertEquals(
                "1\n",
                run("node-a", "cat /proc/sys/net/ipv4/conf/wg0/forwarding"),
                () -> state("node-a"));
        String said = run("node-a", "systemctl show --property=StatusText " + UNIT);
        assertTrue(said.startsWith("StatusText=3 members, "), said);
    }

    /** What the node was is made again at boot, by the service within its limits. */
    private void reboot() {
        String before = run("node-c", pid());
        lab.at("node-c").reboot();
        awaitOtherProcess("node-c", before);
        assertReaches("node-c", "10.0.0.1");
        assertReaches("node-b", "10.0.0.3");
    }

    /** The zone of the mesh, by the packaged server on a machine of its own. */
    private void serve() throws IOException {
        LabNode dns = lab.at("dns").root(DebianRoots.base(lab));
        run("dns", "mkdir /root/zones");
        copy("dns", Files.writeString(folder.resolve("zone"), ZONE), "root/zones/example.com.zone");
        RunningProcess serve =
                dns.startInRoot(
                        "wg-mesh",
                        "serve",
                        "/root/zones",
                        "--listen",
                        "192.0.2.53:53",
                        "--tsig-key-file",
                        "/root/tsig");
        serve.await(LIMIT, said -> said.out().contains("192.0.2.53"));
    }

    /** Only within the node its root is mounted. */
    private void copy(String node, Path file, String target) {
        LabNode to = lab.at(node);
        to.exec("cp", file.toString(), to.root().resolve(target).toString()).requireSuccess();
    }

    /** The command that prints the process of the service. */
    private static String pid() {
        return "systemctl show --property=MainPID --value " + UNIT;
    }

    private void upgrade(String node) throws IOException {
        copy(node, upgrade, "root/newer.deb");
        String before = run(node, pid());
        String sessions = run(node, "wg show wg0 latest-handshakes");
        run(node, "cd /root && apt-get install -y ./newer.deb");
        assertTrue(run(node, "dpkg-query -W wg-mesh").endsWith("+newer\n"));
        awaitOtherProcess(node, before);
        assertFalse(sessions.isEmpty());
        assertEquals(
                "nothing to do\n", run(node, "wg-mesh apply --key /etc/wg-mesh/wg0.key " + MESH));
    }

    /** systemd starts the service again. */
    private void crash(String node) {
        String before = run(node, pid());
        run(node, "kill -KILL " + before);
        awaitOtherProcess(node, before);
    }

    /** Waits until the service is ready in another process. */
    private void awaitOtherProcess(String node, String before) {
        String loop =
                """
                until state=" $(echo $(systemctl show --property=MainPID,ActiveState %s)) "
                [[ $state == *" ActiveState=active "* && $state != *" MainPID=%s "* ]]
                do sleep 0.2; done
                """;
        run(node, loop.formatted(UNIT, before.strip()));
    }

    private void remove(String node) {
        run(node, "echo 'mesh = \"_p2p.example.com\"' >/etc/wg-mesh/wg-mesh.toml");
        String said = run(node, "apt-get remove -y wg-mesh");
        assertTrue(said.contains("wg-mesh: the mesh stays configured on this machine"), said);
        assertEquals(
                """
                /etc/wg-mesh
                /etc/wg-mesh/_p2p.example.com.env
                /etc/wg-mesh/wg-mesh.toml
                /etc/wg-mesh/wg0.key
                /var/lib/wg-mesh
                """,
                left(node));
        assertEquals("inactive\n", result(node, "systemctl is-active " + UNIT).out());
    }

    private void purge(String node) {
        String said = run(node, "apt-get purge -y wg-mesh");
        assertTrue(said.contains("rm -r /etc/wg-mesh"), said);
        assertEquals(
                """
                /etc/wg-mesh
                /etc/wg-mesh/_p2p.example.com.env
                /etc/wg-mesh/wg0.key
                """,
                left(node));
    }

    /** Returns what has the name of the package, or is below it. */
    private String left(String node) {
        return run(
                node,
                "find /etc /usr /lib /var/lib /opt -path '*wg-mesh*' -not -path '/var/lib/dpkg/*'"
                        + " -not -path '/var/lib/wg-mesh/*' | sort");
    }

    /** An action on node-a, while another node sends ten packets a second to it. */
    private void losesNothing(String from, Action action) throws Exception {
        try (RunningProcess ping = lab.at(from).start("ping", "-i", "0.1", "10.0.0.1")) {
            action.run();
            PingLoss.assertNone(ping);
        }
    }

    /** Something that a test does. */
    private interface Action {
        void run() throws Exception;
    }

    private String up(String node, String options) {
        return run(
                node,
                "wg-mesh up %s %s.example.com --server 192.0.2.53 --tsig-key-file /root/tsig %s"
                        .formatted(MESH, node, options));
    }

    private String state(String node) {
        return result(
                        node,
                        "wg show; ip route; journalctl --no-pager -u %s; wg-mesh list %s"
                                .formatted(UNIT, MESH))
                .toString();
    }
}
