package dev.wgmesh.zone;

import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.HostAddresses;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts the endpoint addresses of one member: the first 8 of all its names are used. */
final class CandidateLimit {
    private final HostName host;
    private int left = RecordFormat.MAX_CANDIDATES;
    private int seen;

    CandidateLimit(HostName host) {
        this.host = host;
    }

    /**
     * Returns the targets with the addresses that are within the limit, without targets that lose
     * all of theirs. An unknown address is not counted: a failed lookup remains one.
     *
     * @param targets best first
     */
    List<EndpointTarget> limit(List<EndpointTarget> targets) {
        var limited = new ArrayList<EndpointTarget>();
        for (EndpointTarget target : targets) {
            int count = target.addresses().all().size();
            HostAddresses used = target.addresses().atMost(left);
            seen += count;
            left -= used.all().size();
            if (count == 0 || !used.all().isEmpty() || used.anyFailed()) {
                limited.add(new EndpointTarget(target.name(), target.port(), used));
            }
        }
        return limited;
    }

    /** Returns the problem that addresses were left out; empty: all of them are used. */
    Optional<Problem> problem() {
        return seen <= RecordFormat.MAX_CANDIDATES
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                host.text(),
                                "has "
                                        + seen
                                        + " endpoint addresses, only "
                                        + RecordFormat.MAX_CANDIDATES
                                        + " are used",
                                "remove the other A and AAAA records or SRV records"));
    }
}
