package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.PackageFile;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
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
import org.junit.jupiter.api.Timeout;

/**
 * The package in Debian roots without Java: what it installs, a mesh of three such machines, an
 * upgrade and a removal while packets flow. systemd does not run in a root; a script stands for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class DebianPackageIT {
    private static final String MESH = "_p2p.example.com";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What the package depends on, and what the tests use besides: man and Tab. */
    private static final List<String> PACKAGES =
            List.of("wireguard-tools", "iproute2", "wireguard-go", "man-db", "bash-completion");

    private static final String ZONE =
            """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 900 604800 60
            @ NS ns1
            ns1 A 192.0.2.53
            _policy._p2p TXT "pool=10.0.0.0/24"
            """;

    /** Does for one unit what systemd would do, with the command of the unit's file. */
    private static final String SYSTEMCTL =
            """
            #!/bin/bash
            # Stands for systemd, as far as wg-mesh and its package call it.
            echo "$*" >>/run/systemctl.log
            pid() { cat /run/unit.pid 2>/dev/null; }
            start() {
                command=$(sed -n 's/^ExecStart=//p' /lib/systemd/system/wg-mesh@.service)
                WG_MESH_OPTIONS= WG_MESH_KEY=/etc/wg-mesh/wg0.key
                eval "setsid ${command//%i/$(cat /run/unit)} >>/run/unit.log 2>&1 </dev/null &"
                echo $! >/run/unit.pid
            }
            stop() {
                kill "$(pid)" && while kill -0 "$(pid)" 2>/dev/null; do sleep 0.05; done
                rm /run/unit.pid
            }
            for word; do
                case $word in
                    wg-mesh@_*) echo "$word" | sed 's/wg-mesh@//; s/[.]service$//' >/run/unit ;;
                esac
            done
            case $* in
                *is-enabled*) [[ -e /run/unit.pid ]] && echo enabled || echo disabled ;;
                *is-active*) kill -0 "$(pid)" 2>/dev/null && echo active || echo inactive ;;
                *enable*--now*)
                    mkdir -p /etc/systemd/system/multi-user.target.wants
                    ln -s /lib/systemd/system/wg-mesh@.service \\
                        "/etc/systemd/system/multi-user.target.wants/wg-mesh@$(cat /run/unit).service"
                    start
                    ;;
                *try-restart*) [[ ! -e /run/unit.pid ]] || { stop; start; } ;;
                *stop*) [[ ! -e /run/unit.pid ]] || stop ;;
            esac
            """;

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
        executable(base.resolve("usr/bin/systemctl"), SYSTEMCTL);
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
            machine(node);
        }
        String key = up("node-a", "--endpoint 198.51.100.10 --yes");
        assertTrue(key.contains("key: /etc/wg-mesh/wg0.key created"), key);
        assertTrue(key.contains("service: wg-mesh@" + MESH + ".service enabled and started"), key);
        up("node-b", "--endpoint 203.0.113.202 --yes");
        up("node-c", "--nat yes --yes");
        for (String node : List.of("node-a", "node-b")) {
            run(node, "kill -HUP $(cat /run/unit.pid)"); // as systemctl reload does
        }
        for (String address : List.of("10.0.0.1", "10.0.0.2")) {
            assertTrue(
                    lab.at("node-c").reaches(address, LIMIT),
                    () -> state("node-c") + state("node-a"));
        }
        assertTrue(lab.at("node-a").reaches("10.0.0.2", LIMIT), () -> state("node-a"));
        assertTrue(up("node-a", "--yes").contains("\nnothing changed\n"));

        losesNothing("node-b", () -> upgrade("node-a"));
        losesNothing("node-c", () -> remove("node-a"));
        losesNothing("node-c", () -> purge("node-a"));
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

    private void machine(String node) {
        lab.at(node).root(DebianRoots.base(lab));
        run(node, "mkdir -p /run/systemd/system");
    }

    private void upgrade(String node) throws IOException {
        copy(node, upgrade, "root/newer.deb");
        String before = run(node, "cat /run/unit.pid");
        String sessions = run(node, "wg show wg0 latest-handshakes");
        run(node, "cd /root && apt-get install -y ./newer.deb");
        assertTrue(run(node, "dpkg-query -W wg-mesh").endsWith("+newer\n"));
        assertNotEquals(before, run(node, "cat /run/unit.pid"));
        String settled = "until grep -q 'in sync with DNS' /run/unit.log; do sleep 0.1; done";
        run(node, settled);
        assertEquals("active\n", run(node, "systemctl is-active wg-mesh@" + MESH + ".service"));
        assertFalse(sessions.isEmpty());
        assertEquals(
                "nothing to do\n", run(node, "wg-mesh apply --key /etc/wg-mesh/wg0.key " + MESH));
    }

    private void remove(String node) {
        run(node, "echo 'mesh = \"_p2p.example.com\"' >/etc/wg-mesh/wg-mesh.toml");
        String said = run(node, "apt-get remove -y wg-mesh");
        assertTrue(said.contains("wg-mesh: the mesh stays configured on this machine"), said);
        assertEquals(
                """
                /etc/wg-mesh
                /etc/wg-mesh/wg-mesh.toml
                /etc/wg-mesh/wg0.key
                /var/lib/wg-mesh
                """,
                left(node));
        assertEquals("inactive\n", run(node, "systemctl is-active wg-mesh@" + MESH + ".service"));
    }

    private void purge(String node) {
        String said = run(node, "apt-get purge -y wg-mesh");
        assertTrue(said.contains("rm -r /etc/wg-mesh"), said);
        assertEquals("/etc/wg-mesh\n/etc/wg-mesh/wg0.key\n", left(node));
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
            ping.signal("INT");
            String said = ping.end(Duration.ofSeconds(5)).out();
            assertTrue(said.contains(" 0% packet loss"), said);
        }
    }

    /** Something that a test does. */
    private interface Action {
        void run() throws Exception;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
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
                        "wg show; ip route; cat /run/unit.log /run/systemctl.log /run/unit.pid; ps -ef | grep apply; wg-mesh list "
                                + MESH)
                .toString();
    }
}
