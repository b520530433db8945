package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.LastPass;
import dev.wgmesh.plan.Traffic;
import dev.wgmesh.plan.TrafficSample;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The file that a pass leaves for {@code status}: {@code wg-mesh/last-pass}. */
public final class LastPassJson {
    private static final String KIND = "last-pass";

    private LastPassJson() {}

    /** Returns the text of the file. */
    public static String text(LastPass pass, MeshName mesh) {
        ObjectNode root = Json.document(KIND).put("mesh", mesh.text());
        root.put("at", pass.at().toString());
        StateFields.put(root, "next", pass.next());
        StateFields.put(root, "paths", pass.options().paths());
        root.put("removeForeignPeers", pass.options().removeForeignPeers());
        root.put("replaceForeignRoutes", pass.options().replaceForeignRoutes());
        root.put("pin", pass.options().pin()).put("watch", pass.options().watch());
        StateFields.put(new TreeFields(root), pass.options().routes());
        root.put("changes", pass.changes());
        root.set("failed", Json.problems(pass.failed()));
        root.set("problems", Json.problems(pass.problems()));
        root.put("countedAt", pass.traffic().at().toString());
        ArrayNode peers = root.putArray("peers");
        pass.traffic().peers().entrySet().stream()
                .sorted((a, b) -> a.getKey().compareTo(b.getKey()))
                .forEach(entry ->
                        peers.addObject()
                                .put("key", entry.getKey().base64())
                                .put("received", entry.getValue().received())
                                .put("sent", entry.getValue().sent()));
        return Json.line(root);
    }

    /**
     * Reads the file.
     *
     * @throws Failure INPUT where it is not such a file
     */
    public static LastPass read(String text, String where, MeshName mesh) {
        return FieldReader.tree(
                JsonText.tree(text, where, "run wg-mesh apply, which writes it again"),
                where,
                root -> {
                    root.expect("format", "wg-mesh/" + KIND);
                    root.expect("version", 1);
                    root.expect("mesh", mesh.text());
                    return pass(root);
                });
    }

    private static Optional<LastPass> pass(FieldReader in) {
        Optional<Instant> at = in.one("at", StateFields::time, StateFields.TIME);
        Optional<Instant> next =
                StateFields.optional(in, "next", StateFields::time, StateFields.TIME);
        Optional<PathMode> paths =
                StateFields.optional(in, "paths", PathMode::parse, "expected a path mode");
        Optional<Boolean> removes = in.yesNo("removeForeignPeers");
        Optional<Boolean> replaces = in.yesNo("replaceForeignRoutes");
        Optional<Boolean> pin = in.yesNo("pin");
        Optional<Boolean> watch = in.yesNo("watch");
        RoutePlace routes = StateFields.place(in);
        Optional<Integer> changes = StateFields.integer(in, "changes");
        Optional<List<Problem>> failed = in.objects("failed", LastPassJson::problem);
        Optional<List<Problem>> problems = in.objects("problems", LastPassJson::problem);
        Optional<Instant> countedAt = in.one("countedAt", StateFields::time, StateFields.TIME);
        Optional<List<Map.Entry<PublicKey, Traffic>>> peers =
                in.objects("peers", LastPassJson::peer);
        return in.ifGood(() ->
                new LastPass(
                        at.orElseThrow(),
                        next,
                        new PassOptions(
                                        paths,
                                        removes.orElseThrow(),
                                        replaces.orElseThrow(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        watch.orElseThrow(),
                                        pin.orElseThrow())
                                .withRoutes(routes),
                        changes.orElseThrow(),
                        failed.orElseThrow(),
                        problems.orElseThrow(),
                        new TrafficSample(
                                countedAt.orElseThrow(),
                                peers.orElseThrow().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        Map.Entry::getValue,
                                                        (first, _) -> first)))));
    }

    private static Optional<Problem> problem(FieldReader in) {
        Optional<String> where = in.text("where");
        Optional<String> what = in.text("what");
        Optional<String> fix = in.optional("fix", in::text);
        return in.ifGood(
                () -> new Problem(where.orElseThrow(), what.orElseThrow(), fix.orElse("")));
    }

    private static Optional<Map.Entry<PublicKey, Traffic>> peer(FieldReader in) {
        Optional<PublicKey> key = in.one("key", StateFields::key, StateFields.KEY);
        Optional<Long> received = in.number("received");
        Optional<Long> sent = in.number("sent");
        return in.ifGood(() ->
                Map.entry(
                        key.orElseThrow(),
                        new Traffic(received.orElseThrow(), sent.orElseThrow())));
    }
}
