package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.launcher.Installation.Result;
import dev.wgmesh.testing.PackageFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packages of scripts/package, and the unpacked tarball at work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageIT {
    private static final long MEGABYTE = 1_000_000;

    private Path folder = Path.of("");
    private final PackageFile made = PackageFile.made();

    /** The unpacked tarball, in a folder with a space in its name. */
    private Path tree = Path.of("");

    @BeforeAll
    void unpack(@TempDir Path empty) throws Exception {
        folder = empty;
        Path moved = Files.createDirectories(folder.resolve("another folder"));
        Installation.require(
                folder, "tar", "-xzf", made.tarball().toString(), "-C", moved.toString());
        try (Stream<Path> unpacked = Files.list(moved)) {
            tree = unpacked.findFirst().orElseThrow();
        }
    }

    /** The installed program in an environment without Java, with nothing but coreutils. */
    private Result wgMesh(Path prefix, Map<String, String> more, String... arguments)
            throws Exception {
        Path tools = folder.resolve("coreutils");
        if (!Files.exists(tools)) {
            Files.createDirectories(tools);
            Files.createSymbolicLink(tools.resolve("readlink"), Path.of("/usr/bin/readlink"));
        }
        var line =
                Stream.concat(
                        Stream.of("/usr/bin/env", "-i", "PATH=" + tools),
                        Stream.concat(
                                more.entrySet().stream()
                                        .map(entry -> entry.getKey() + "=" + entry.getValue()),
                                Stream.concat(
                                        Stream.of(prefix.resolve("bin/wg-mesh").toString()),
                                        Stream.of(arguments))));
        return Installation.run(Path.of("").toAbsolutePath(), Map.of(), line.toList());
    }

    @Test
    void each_file_is_smaller_than_60_megabytes_and_has_its_checksum() throws Exception {
        for (Path file : List.of(made.deb(), made.tarball())) {
            long size = Files.size(file);
            assertTrue(size < 60 * MEGABYTE, file + " has " + size + " bytes");
        }
        Path here = made.sums().resolveSibling("");
        Installation.require(
                folder,
                "sh",
                "-c",
                "cd \"$1\" && sha256sum --quiet -c SHA256SUMS",
                "sh",
                here.toString());
        assertEquals(3, Files.readAllLines(made.sums()).size());
    }

    @Test
    void the_tarball_runs_from_any_folder_without_java() throws Exception {
        Result version = wgMesh(tree, Map.of(), "version");
        assertEquals(0, version.exit(), version.err());
        assertTrue(version.out().startsWith("wg-mesh "), version.out());
        Result list = wgMesh(tree, Map.of(), "list");
        assertEquals(4, list.out().lines().count(), list::toString);
        assertEquals("records: the zone files of zones\n", list.err());
        assertEquals(2, wgMesh(tree, Map.of(), "keygen", "--nope").exit());
    }

    @Test
    void each_kind_of_command_starts_from_its_cache_wherever_the_folder_is() throws Exception {
        for (List<String> command :
                List.of(
                        List.of("keygen"),
                        List.of("list"),
                        List.of("join", "-n", "node-f.example.com"),
                        List.of("complete", "join", "node-f.example.com", "--"))) {
            Path log = folder.resolve("classes.log");
            String options = "-XX:AOTMode=on -Xlog:class+load:file=" + log;
            Result result =
                    wgMesh(tree, Map.of("_JAVA_OPTIONS", options), command.toArray(String[]::new));
            assertEquals(0, result.exit(), result::toString);
            List<String> own =
                    Files.readAllLines(log).stream()
                            .filter(line -> line.contains(" dev.wgmesh.") && !line.contains("0x"))
                            .toList();
            List<String> outside =
                    own.stream().filter(line -> !line.contains("shared objects file")).toList();
            assertTrue(own.size() > 50, result::toString);
            // A zone may need a class that no command of the training came by.
            assertTrue(outside.size() <= own.size() / 50, command + ": " + outside);
        }
    }

    @Test
    void a_cache_that_does_not_fit_is_not_a_word_on_stdout() throws Exception {
        Path copy = folder.resolve("copy");
        Installation.require(folder, "cp", "-a", tree.toString(), copy.toString());
        for (String change :
                List.of(
                        "find \"$1\" -name '*.aot' -exec truncate -s 4096 {} +",
                        "find \"$1\" -name '*.aot' -exec sh -c 'echo no cache >\"$1\"' sh {} \\;",
                        "find \"$1\" -name modules -exec touch {} +",
                        "find \"$1\" -name '*.aot' -delete")) {
            Installation.require(folder, "sh", "-c", change, "sh", copy.toString());
            Result version = wgMesh(copy, Map.of(), "version");
            assertEquals(wgMesh(tree, Map.of(), "version"), version, change);
        }
    }

    @Test
    void a_run_writes_nothing_where_it_is_installed() throws Exception {
        String before = Installation.listing(folder, tree);
        wgMesh(tree, Map.of(), "validate", "example.com");
        assertEquals(before, Installation.listing(folder, tree));
    }

    @Test
    void the_runtime_reaches_the_services_that_wg_mesh_talks_to_by_tls() throws Exception {
        Result route53 =
                wgMesh(
                        tree,
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY", "secret",
                                "AWS_REGION", "us-east-1",
                                "AWS_EC2_METADATA_DISABLED", "true"),
                        "list",
                        "_p2p.example.com",
                        "--route53",
                        "--endpoint-url",
                        "https://127.0.0.1:9");
        assertNotEquals(0, route53.exit());
        assertTrue(
                route53.err().contains("cannot connect to Route53: Connection refused"),
                route53.err());
    }

    @Test
    void lintian_finds_no_error() throws Exception {
        String found =
                Installation.require(
                        folder,
                        "lintian",
                        "--allow-root",
                        "--fail-on",
                        "error",
                        made.deb().toString());
        assertEquals(List.of(), found.lines().filter(line -> line.startsWith("E:")).toList());
    }

    @Test
    void the_debian_package_has_its_files_with_their_modes() throws Exception {
        String content =
                Installation.require(folder, "dpkg-deb", "--contents", made.deb().toString())
                        .lines()
                        .map(line -> line.replaceAll(" +\\S+ \\S+ \\S+ \\./", " "))
                        .collect(Collectors.joining("\n", "\n", "\n"));
        for (String line :
                List.of(
                        "drwx------ root/root etc/wg-mesh/",
                        "lrwxrwxrwx root/root usr/bin/wg-mesh -> ../lib/wg-mesh/wg-mesh",
                        "-rwxr-xr-x root/root usr/lib/wg-mesh/wg-mesh",
                        "-rw-r--r-- root/root usr/lib/systemd/system/wg-mesh@.service",
                        "-rw-r--r-- root/root usr/share/doc/wg-mesh/copyright",
                        "-rw-r--r-- root/root usr/share/doc/wg-mesh/changelog.Debian.gz",
                        "-rw-r--r-- root/root usr/share/doc/wg-mesh/examples/zones/example.com.zone",
                        "-rw-r--r-- root/root usr/share/doc/wg-mesh/licences/dnsjava/LICENSE",
                        "-rw-r--r-- root/root usr/share/man/man1/wg-mesh.1.gz",
                        "-rw-r--r-- root/root usr/share/man/man5/wg-mesh.toml.5.gz",
                        "-rw-r--r-- root/root usr/share/bash-completion/completions/wg-mesh",
                        "-rw-r--r-- root/root usr/share/zsh/vendor-completions/_wg-mesh",
                        "-rw-r--r-- root/root usr/share/fish/vendor_completions.d/wg-mesh.fish")) {
            assertTrue(content.contains("\n" + line + "\n"), line + " is not in" + content);
        }
        String depends = field("Depends");
        assertTrue(depends.matches("libc6 \\(>= [0-9.]+\\), iproute2, wireguard-tools\n"), depends);
        assertEquals("procps, wireguard-go\n", field("Recommends"));
        String unit =
                Installation.require(
                        folder,
                        "sh",
                        "-c",
                        "dpkg-deb --fsys-tarfile \"$1\" | tar -xO"
                                + " ./usr/lib/systemd/system/wg-mesh@.service",
                        "sh",
                        made.deb().toString());
        assertTrue(unit.contains("\nExecStart=/usr/bin/wg-mesh apply "), unit);
    }

    private String field(String name) throws Exception {
        return Installation.require(folder, "dpkg-deb", "--field", made.deb().toString(), name);
    }

    @Test
    void the_maintainer_is_who_made_the_package() throws Exception {
        String author =
                Installation.require(
                        Path.of("").toAbsolutePath(), "git", "log", "-1", "--format=%an <%ae>");
        assertEquals(author, field("Maintainer"));
    }

    @Test
    void the_bill_of_materials_names_what_is_in_the_package() throws Exception {
        JsonNode bom = JsonMapper.shared().readTree(Files.readString(made.bom()));
        var names = new TreeSet<String>();
        for (JsonNode component : bom.get("components")) {
            names.add(component.get("name").asString());
        }
        assertTrue(
                names.containsAll(
                        List.of("openjdk", "picocli", "dnsjava", "jline", "route53", "core")),
                names::toString);
        assertEquals(0, names.stream().filter(name -> name.contains("junit")).count());
        Path licences = tree.resolve("share/doc/wg-mesh/licences");
        assertTrue(Files.exists(licences.resolve("software.amazon.awssdk/NOTICE.txt")));
    }
}
