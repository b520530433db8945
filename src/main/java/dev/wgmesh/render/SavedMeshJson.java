package dev.wgmesh.render;

import static dev.wgmesh.render.StateFields.put;

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
import tools.jackson.databind.node.ObjectNode;

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
        var document = new JsonStream(KIND, 1, text);
        document.fields(node -> node.put("mesh", mesh.name().text()));
        document.objects("lists", mesh.lists(), SavedMeshJson::write);
        document.objects("members", mesh.members(), SavedMeshJson::write);
        document.end();
    }

    private static void write(ObjectNode node, MemberList list) {
        node.put("name", list.name().text());
        put(node, "parent", list.parent());
        var unread = new ArrayList<String>();
        write("policy", list.policy(), unread, p -> put(node.putObject("policy"), p));
        write("hosts", list.hosts(), unread, hosts -> put(node, "hosts", hosts));
        put(node, UNREAD, unread);
    }

    private static void write(ObjectNode node, Member member) {
        node.put("name", member.name().text());
        node.put("list", member.list().text());
        var unread = new ArrayList<String>();
        write("key", member.key(), unread, key -> node.put("key", key.base64()));
        write(node, member.addresses(), unread);
        write(node, "endpoints", member.endpoints());
        write(node, "reflexive", member.reflexive());
        write("metadata", member.metadata(), unread, m -> put(node.putObject("metadata"), m));
        put(node, UNREAD, unread);
    }

    private static void write(ObjectNode node, String field, List<EndpointTarget> targets) {
        var array = node.putArray(field);
        for (EndpointTarget target : targets) {
            ObjectNode one = array.addObject().put("name", target.name().text());
            one.put("port", target.port());
            var unread = new ArrayList<String>();
            write(one, target.addresses(), unread);
            put(one, UNREAD, unread);
        }
    }

    private static void write(ObjectNode node, HostAddresses addresses, List<String> unread) {
        write("v4", addresses.v4(), unread, list -> put(node, "v4", list));
        write("v6", addresses.v6(), unread, list -> put(node, "v6", list));
    }

    private static <T> void write(
            String field, DnsAnswer<T> answer, List<String> unread, Consumer<T> writer) {
        switch (answer) {
            case DnsAnswer.Found<T>(T value, _) -> writer.accept(value);
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
