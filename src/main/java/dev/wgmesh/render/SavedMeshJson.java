package dev.wgmesh.render;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.HostAddresses;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A mesh as a node saves it, for the time when DNS cannot be read. An answer that is absent is left
 * out; one that failed is left out and named in {@code unread}. TTLs and problems are not saved.
 */
public final class SavedMeshJson {
    private static final String KIND = "saved-mesh";
    private static final String UNREAD = "unread";
    private static final Duration EXPIRED = Duration.ZERO;

    private SavedMeshJson() {}

    /** Returns the document of a mesh; the same mesh gives the same text. */
    public static String text(Mesh mesh) {
        var text = new StringWriter();
        write(mesh, text);
        return text.toString();
    }

    /** Returns whether these octets are the document of that mesh. */
    public static boolean isDocument(byte[] octets, Mesh mesh) {
        var comparison = new SameText(octets);
        write(mesh, comparison);
        return comparison.isSame();
    }

    private static void write(Mesh mesh, Writer text) {
        JsonStream.write(
                KIND,
                1,
                text,
                document -> {
                    document.put("mesh", mesh.name().text());
                    document.objects("lists", mesh.lists(), SavedMeshJson::put);
                    document.objects("members", mesh.members(), SavedMeshJson::put);
                });
    }

    private static void put(JsonFields node, MemberList list) {
        node.put("name", list.name().text());
        node.put("parent", list.parent());
        var unread = new ArrayList<String>();
        put(
                "policy",
                list.policy(),
                unread,
                policy -> node.object("policy", it -> StateFields.put(it, policy)));
        put("hosts", list.hosts(), unread, hosts -> node.put("hosts", hosts));
        node.put(UNREAD, unread);
    }

    private static void put(JsonFields node, Member member) {
        node.put("name", member.name().text());
        node.put("list", member.list().text());
        var unread = new ArrayList<String>();
        put("key", member.key(), unread, key -> node.put("key", key.base64()));
        put(node, member.addresses(), unread);
        node.objects("endpoints", member.endpoints(), SavedMeshJson::put);
        node.objects("reflexive", member.reflexive(), SavedMeshJson::put);
        put(
                "metadata",
                member.metadata(),
                unread,
                metadata -> node.object("metadata", it -> StateFields.put(it, metadata)));
        node.put(UNREAD, unread);
    }

    private static void put(JsonFields node, EndpointTarget target) {
        node.put("name", target.name().text());
        node.put("port", target.port());
        var unread = new ArrayList<String>();
        put(node, target.addresses(), unread);
        node.put(UNREAD, unread);
    }

    private static void put(JsonFields node, HostAddresses addresses, List<String> unread) {
        put("v4", addresses.v4(), unread, list -> node.put("v4", list));
        put("v6", addresses.v6(), unread, list -> node.put("v6", list));
    }

    /** Puts what an answer has; a field that could not be read is added to {@code unread}. */
    private static <T> void put(
            String field, DnsAnswer<T> answer, List<String> unread, Consumer<T> put) {
        switch (answer) {
            case DnsAnswer.Found<T>(T value, _) -> put.accept(value);
            case DnsAnswer.Absent<T> _ -> {}
            case DnsAnswer.Failed<T> _ -> unread.add(field);
        }
    }

    /**
     * Returns the mesh of a document; its answers have a TTL of zero.
     *
     * @param file what messages call the text
     * @throws dev.wgmesh.problem.Failure INPUT where the text is not a saved mesh of that name
     */
    public static Mesh read(String text, String file, MeshName mesh) {
        return JsonText.read(
                text,
                file,
                KIND,
                "",
                root -> {
                    root.expect("mesh", mesh.text());
                    var lists = root.objects("lists", SavedMeshJson::list);
                    var members = root.objects("members", SavedMeshJson::member);
                    return root.ifGood(() ->
                            new Mesh(
                                    mesh,
                                    lists.orElseThrow(),
                                    members.orElseThrow(),
                                    List.of(),
                                    EXPIRED));
                });
    }

    private static Optional<MemberList> list(FieldReader fields) {
        var name = fields.one("name", MeshName::parse, StateFields.MESH);
        var parent = StateFields.optional(fields, "parent", MeshName::parse, StateFields.MESH);
        var answers = new Answers(fields, name.map(MeshName::text).orElse(""));
        var policy = answers.read("policy", it -> fields.object(it, StateFields::policy));
        DnsAnswer<List<HostName>> hosts =
                answers.read("hosts", it -> fields.list(it, HostName::parse, StateFields.HOST));
        return fields.ifGood(() -> new MemberList(name.orElseThrow(), parent, policy, hosts));
    }

    private static Optional<Member> member(FieldReader fields) {
        var name = fields.one("name", HostName::parse, StateFields.HOST);
        var list = fields.one("list", MeshName::parse, StateFields.MESH);
        var answers = new Answers(fields, name.map(HostName::text).orElse(""));
        var key = answers.read("key", it -> fields.one(it, StateFields::key, StateFields.KEY));
        HostAddresses addresses = addresses(fields, answers);
        var endpoints = fields.objects("endpoints", SavedMeshJson::target);
        var reflexive = fields.objects("reflexive", SavedMeshJson::target);
        var metadata = answers.read("metadata", it -> fields.object(it, StateFields::metadata));
        return fields.ifGood(() ->
                new Member(
                        name.orElseThrow(),
                        list.orElseThrow(),
                        key,
                        addresses,
                        endpoints.orElseThrow(),
                        reflexive.orElseThrow(),
                        metadata));
    }

    private static Optional<EndpointTarget> target(FieldReader fields) {
        var name = fields.one("name", HostName::parse, StateFields.HOST);
        var port = StateFields.integer(fields, "port");
        HostAddresses addresses =
                addresses(fields, new Answers(fields, name.map(HostName::text).orElse("")));
        return fields.ifGood(
                () -> new EndpointTarget(name.orElseThrow(), port.orElseThrow(), addresses));
    }

    private static HostAddresses addresses(FieldReader fields, Answers answers) {
        DnsAnswer<List<IpAddress>> v4 = answers.read("v4", it -> StateFields.addresses(fields, it));
        return new HostAddresses(v4, answers.read("v6", it -> StateFields.addresses(fields, it)));
    }

    /** The answers of one object. */
    private static final class Answers {
        private final FieldReader fields;
        private final String name;
        private final List<String> unread;

        Answers(FieldReader fields, String name) {
            this.fields = fields;
            this.name = name;
            this.unread = fields.list(UNREAD, Optional::of, "expected a text").orElse(List.of());
        }

        <T> DnsAnswer<T> read(String field, Function<String, Optional<T>> read) {
            if (unread.contains(field)) {
                return new DnsAnswer.Failed<>(
                        Problem.of(name, field + " could not be read before DNS failed"));
            }
            return fields.optional(field, read)
                    .<DnsAnswer<T>>map(value -> new DnsAnswer.Found<>(value, EXPIRED))
                    .orElseGet(() -> new DnsAnswer.Absent<>(EXPIRED));
        }
    }
}
