package dev.wgmesh.render;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.plan.StaticConfiguration;
import dev.wgmesh.plan.StaticPeer;
import dev.wgmesh.problem.Problem;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The comments of an exported configuration, which all formats of text have. */
final class ConfigurationNotes {
    private ConfigurationNotes() {}

    /** Returns what the file is, until when it is good, and what it lacks: comment lines. */
    static String head(StaticConfiguration configuration) {
        var lines = new ArrayList<String>();
        lines.add(configuration.host() + " in " + configuration.mesh());
        lines.add(
                "Exported by wg-mesh from DNS as of "
                        + configuration.read().truncatedTo(ChronoUnit.SECONDS)
                        + ", with records that expire after "
                        + configuration.ttl().toSeconds()
                        + " s.");
        lines.add(
                "It does not follow DNS: it is out of date when a member joins or leaves, or changes");
        lines.add("its key, address or endpoint. To compare it with DNS:");
        lines.add(
                "  wg-mesh export "
                        + configuration.host()
                        + " --mesh "
                        + configuration.mesh()
                        + " --compare FILE");
        for (Problem problem : configuration.problems()) {
            lines.add("Note: " + problem.where() + ": " + problem.what());
        }
        return comment(lines);
    }

    /** Returns the name of a peer and its other endpoints: comment lines. */
    static String peer(StaticPeer peer) {
        var lines = new ArrayList<String>();
        lines.add(peer.host().text());
        if (!peer.otherEndpoints().isEmpty()) {
            lines.add(
                    peer.otherEndpoints().stream()
                            .map(Endpoint::toString)
                            .collect(Collectors.joining(", ", "other endpoints: ", "")));
        }
        return comment(lines);
    }

    private static String comment(List<String> lines) {
        return lines.stream()
                .map(line -> ("# " + line).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }
}
