package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.files.FileStamp;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.HeldPolicy;
import dev.wgmesh.mesh.HeldRemovals;
import dev.wgmesh.mesh.KeyChange;
import dev.wgmesh.mesh.KnownEndpoint;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.KnownPolicy;
import dev.wgmesh.mesh.KnownPsk;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObservedMember;
import dev.wgmesh.mesh.OriginalState;
import dev.wgmesh.mesh.OwnedForwarding;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.mesh.PublishedMember;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.MemberServices;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.SavedMeshJson;
import dev.wgmesh.testing.RandomMesh;
import dev.wgmesh.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");

    @TempDir Path folder;
    private StateFolder states;
    private Path file;

    @BeforeEach
    void open() {
        states = new StateFolder(folder.resolve("lib"));
        file = states.file(MESH, "wg0");
    }

    @Test
    void nothing_is_remembered_at_first() {
        assertEquals(StateFolder.StoredState.NONE, states.load(MESH, "wg0"));
    }

    @Test
    void what_is_kept_is_what_is_read() {
        Seeds.check(
                200,
                random -> {
                    NodeState state = new RandomStates(random).state();
                    states.save(MESH, "wg0", state);
                    assertEquals(StateFolder.StoredState.of(state), states.load(MESH, "wg0"));
                });
    }

    @Test
    void a_state_is_read_again_only_where_its_file_was_replaced() {
        NodeState state =
                new RandomStates(RandomGeneratorFactory.of("L64X128MixRandom").create(1)).state();
        states.save(MESH, "wg0", state);
        NodeState first = states.load(MESH, "wg0").state();
        assertSame(first, states.load(MESH, "wg0").state());
        new StateFolder(folder.resolve("lib")).save(MESH, "wg0", NodeState.EMPTY);
        assertEquals(NodeState.EMPTY, states.load(MESH, "wg0").state());
    }

    @Test
    void a_saved_mesh_that_is_the_same_gets_the_time_of_its_last_reading() throws IOException {
        Instant readAt = Instant.parse("2026-01-02T03:04:05Z");
        Mesh mesh = new RandomMesh(RandomGeneratorFactory.of("L64X128MixRandom").create(1)).mesh();
        StateFolder.SavedMesh none = states.loadMesh(mesh.name(), "wg0");
        FileStamp stamp = states.saveMesh(mesh, "wg0", readAt, none).orElseThrow();
        Instant later = readAt.plusSeconds(60);
        FileStamp touched = states.touchMesh(mesh.name(), "wg0", later, stamp).orElseThrow();
        assertEquals(later, states.loadMesh(mesh.name(), "wg0").readAt());
        Files.writeString(folder.resolve("lib/wg0/" + mesh.name() + ".saved-mesh"), "lost");
        assertEquals(Optional.empty(), states.touchMesh(mesh.name(), "wg0", later, touched));
    }

    @Test
    void a_mesh_that_is_saved_is_what_is_read() {
        Instant readAt = Instant.parse("2026-01-02T03:04:05Z");
        Seeds.check(
                200,
                random -> {
                    Mesh mesh = new RandomMesh(random).mesh();
                    states.saveMesh(mesh, "wg0", readAt, states.loadMesh(mesh.name(), "wg0"));
                    StateFolder.SavedMesh saved = states.loadMesh(mesh.name(), "wg0");
                    assertEquals(Optional.empty(), saved.problem());
                    assertEquals(readAt, saved.readAt());
                    Mesh read = saved.mesh().orElseThrow();
                    assertEquals(SavedMeshJson.text(mesh), SavedMeshJson.text(read));
                    assertTrue(states.stampOf(mesh, "wg0").isPresent());
                    Mesh other = new RandomMesh(random).mesh();
                    assertEquals(
                            SavedMeshJson.text(mesh).equals(SavedMeshJson.text(other)),
                            states.stampOf(other, "wg0").isPresent());
                    assertEquals(names(mesh), names(read));
                });
    }

    private static String names(Mesh mesh) {
        return mesh.lists().stream().map(MemberList::name).toList()
                + " "
                + mesh.members().stream().map(m -> m.name() + "=" + m.key().found()).toList();
    }

    @Test
    void only_its_owner_reads_it() throws IOException {
        states.save(MESH, "wg0", NodeState.EMPTY);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    @Test
    void a_file_cut_anywhere_is_lost_and_reported() throws IOException {
        states.save(MESH, "wg0", new RandomStates(RandomGenerator.of("L64X128MixRandom")).state());
        String whole = Files.readString(file).strip();
        for (int end = 0; end < whole.length(); end += 7) {
            Files.writeString(file, whole.substring(0, end));
            StateFolder.StoredState remembered = states.load(MESH, "wg0");
            assertEquals(NodeState.EMPTY, remembered.state());
            assertTrue(remembered.problem().isPresent());
        }
    }

    @Test
    void the_state_of_another_mesh_or_interface_or_version_is_not_taken() throws IOException {
        states.save(MESH, "wg0", NodeState.EMPTY);
        String text = Files.readString(file);
        for (String other :
                List.of(
                        text.replace("_p2p.", "_q2q."),
                        text.replace("wg0", "wg1"),
                        text.replace("\"version\": 2", "\"version\": 3"))) {
            Files.writeString(file, other);
            assertTrue(states.load(MESH, "wg0").problem().isPresent(), other);
        }
    }

    @Test
    void a_state_of_version_1_is_read_and_written_as_version_2() throws IOException {
        Files.createDirectories(file.getParent());
        Files.copy(Path.of("src/test/resources/state/version-1.json"), file);
        StateFolder.StoredState old = states.load(MESH, "wg0");
        assertEquals(Optional.empty(), old.problem());
        states.save(MESH, "wg0", old.state());
        assertEquals(
                Files.readString(Path.of("src/test/resources/state/version-2.json")),
                Files.readString(file));
        assertEquals(old, states.load(MESH, "wg0"));
    }

    @Test
    void a_newer_state_says_so() throws IOException {
        states.save(MESH, "wg0", NodeState.EMPTY);
        Files.writeString(file, Files.readString(file).replace("\"version\": 2", "\"version\": 3"));
        assertTrue(
                states.load(MESH, "wg0")
                        .problem()
                        .orElseThrow()
                        .toString()
                        .startsWith(
                                file
                                        + ": is not a state file of this mesh: version is 3,"
                                        + " expected 2;"));
    }

    @Test
    void a_lost_state_says_what_that_means() throws IOException {
        states.save(MESH, "wg0", NodeState.EMPTY);
        Files.writeString(file, "{}");
        assertEquals(
                file
                        + ": is not a state file of this mesh: has no format, expected"
                        + " wg-mesh/state;"
                        + " wg-mesh no longer knows which peers and routes it created;"
                        + " see what is there: wg show wg0; ip route show proto 87",
                states.load(MESH, "wg0").problem().orElseThrow().toString());
    }

    @Test
    void a_file_that_cannot_be_read_is_not_lost() throws Exception {
        Files.createDirectories(file);
        assertUnreadable("is a directory");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nowhere"));
        assertUnreadable("is a symbolic link to a file that does not exist");
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertUnreadable("is a named pipe");
    }

    private void assertUnreadable(String what) {
        Failure failure =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> assertThrows(Failure.class, () -> states.load(MESH, "wg0")));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                file
                        + ": the state of this mesh cannot be read: "
                        + what
                        + "; make the file readable; to forget this state, move the file away",
                failure.getMessage());
    }

    @Test
    void a_folder_that_cannot_be_made_is_reported() throws IOException {
        Files.writeString(folder.resolve("lib"), "in the way");
        Failure failure =
                assertThrows(Failure.class, () -> states.save(MESH, "wg0", NodeState.EMPTY));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }

    @Test
    void a_forgotten_mesh_leaves_no_file() {
        states.save(MESH, "wg0", NodeState.EMPTY);
        states.delete(MESH, "wg0");
        states.delete(MESH, "wg0");
        assertTrue(Files.notExists(file));
    }

    /** States with everything in them, now and then. */
    private record RandomStates(RandomGenerator random) {
        private static final HostName A = new HostName("node-a.example.com");
        private static final HostName B = new HostName("node-b.example.net");

        NodeState state() {
            return new NodeState(
                    maybe(() -> A),
                    Stream.of(A, B).map(this::member).toList(),
                    new OwnedState(
                            some(this::route),
                            some(this::address),
                            some(_ -> key()),
                            new OwnedForwarding(
                                    Set.copyOf(some(i -> Family.values()[i % 2])),
                                    random.nextLong(1, RoutePlace.MAX)),
                            random.nextBoolean()),
                    new OriginalState(some(this::originalPeer), some(this::route)),
                    List.of(policy(MESH)),
                    some(this::address),
                    maybe(() -> new HeldRemovals(List.of(B), Instant.ofEpochSecond(number()))),
                    one(() ->
                            new HeldPolicy(
                                    MESH, policy(MESH).policy(), Instant.ofEpochSecond(number()))),
                    one(() -> new KeyChange(B, key(), key(), Instant.ofEpochSecond(number()))),
                    random.nextBoolean()
                            ? new TreeMap<>()
                            : new TreeMap<>(Map.of(A, Instant.ofEpochSecond(number()))),
                    some(_ -> new KnownPsk(B, key(), maybe(() -> "0123456789abcdef"))),
                    one(() ->
                            new ObservedMember(
                                    B,
                                    some(this::sighting),
                                    number(),
                                    random.nextInt(9),
                                    random.nextInt(9))));
        }

        private ObservedEndpoint sighting(int n) {
            return new ObservedEndpoint(
                    new Endpoint(address(n), 1 + random.nextInt(65535)),
                    A,
                    Instant.ofEpochSecond(number()));
        }

        private KnownMember member(HostName name) {
            var metadata =
                    new Metadata(
                            maybe(() -> "home \"1\"\\"),
                            maybe(() -> Nat.values()[random.nextInt(3)]),
                            some(this::prefix),
                            maybe(this::key),
                            new MemberServices(
                                    maybe(random::nextBoolean),
                                    maybe(random::nextBoolean),
                                    maybe(() -> 1 + random.nextInt(65535))),
                            some(i -> "x" + i + "=\u00e9"));
            return new KnownMember(
                    name,
                    MESH,
                    key(),
                    some(this::prefix),
                    new PublishedMember(
                            some(this::address),
                            some(this::endpoint),
                            some(this::endpoint),
                            metadata),
                    maybe(() ->
                            new KnownEndpoint(
                                    endpoint(1),
                                    maybe(() -> Instant.ofEpochSecond(number(), 5)),
                                    maybe(() -> Instant.ofEpochSecond(number())),
                                    number(),
                                    random.nextInt(9))),
                    maybe(() -> Instant.ofEpochSecond(number())));
        }

        private KnownPolicy policy(MeshName list) {
            return new KnownPolicy(
                    list,
                    maybe(() -> new MeshName("_up.example.com")),
                    new Policy(
                            some(this::prefix),
                            some(this::prefix),
                            maybe(() -> PathMode.TUNNEL),
                            maybe(() -> Duration.ofSeconds(number()))));
        }

        private OriginalState.OriginalPeer originalPeer(int i) {
            return new OriginalState.OriginalPeer(
                    new Peer(
                            key(),
                            maybe(() -> endpoint(i)),
                            some(this::prefix),
                            Duration.ofSeconds(25)),
                    random.nextBoolean());
        }

        private Route route(int i) {
            return new Route(
                    prefix(i),
                    "wg0",
                    maybe(() -> address(i)),
                    maybe(() -> address(i)),
                    87,
                    new RoutePlace(random.nextLong(1, RoutePlace.MAX), random.nextLong(5)),
                    maybe(() -> new Route.NextHop("eth1", maybe(() -> address(i)))));
        }

        private Prefix prefix(int i) {
            return address(i).asPrefix();
        }

        private IpAddress address(int i) {
            return IpAddress.of(i % 2 == 0 ? "10.0.0." + i : "fd00::" + i);
        }

        private Endpoint endpoint(int i) {
            return new Endpoint(address(i), 1 + random.nextInt(65535));
        }

        private PublicKey key() {
            return PrivateKey.generate(random).publicKey();
        }

        private long number() {
            return random.nextLong(1L << 40);
        }

        private <T> Optional<T> maybe(Supplier<T> value) {
            return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
        }

        private <T> List<T> one(Supplier<T> value) {
            return maybe(value).stream().toList();
        }

        private <T> List<T> some(Function<Integer, T> value) {
            return IntStream.range(0, random.nextInt(4)).boxed().map(value).toList();
        }
    }
}
