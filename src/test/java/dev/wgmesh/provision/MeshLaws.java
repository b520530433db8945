package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.Interleavings;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.MeshCodec;
import java.util.List;
import java.util.TreeSet;

/** What is true of a mesh, whoever writes it at the same time. */
final class MeshLaws {
    private static final MeshName MESH = new MeshName("_p2p.example.com");

    private MeshLaws() {}

    /** What a reader of one zone never sees otherwise. */
    static final class OneZone implements Interleavings.Law {
        @Override
        public void checkState(DnsSnapshot zones) {
            requireWhole(zones);
        }

        @Override
        public void checkEnd(DnsSnapshot zones, List<String> outcomes) {
            requireWhole(zones);
            requireOutcomes(zones, outcomes);
        }
    }

    /**
     * Across zones the address of a member that is being changed may be another's for a moment, and
     * the records of one that leaves may go while it is made a member again; no end is like that.
     *
     * @param leaving hosts whose records may be missing for a moment
     */
    record AcrossZones(List<HostName> leaving) implements Interleavings.Law {
        @Override
        public void checkState(DnsSnapshot zones) {
            for (Member member : MeshCodec.decode(MESH, zones).members()) {
                assertTrue(
                        member.resolved() || leaving.contains(member.name()),
                        () -> member.name() + " is listed without records");
            }
        }

        @Override
        public void checkEnd(DnsSnapshot zones, List<String> outcomes) {
            requireWhole(zones);
            // Half done was told as such, whatever the other did with it.
            if (outcomes.stream().noneMatch(outcome -> outcome.startsWith("PARTIAL"))) {
                requireOutcomes(zones, outcomes);
            }
        }
    }

    /** No list names a host without its records. */
    static void requireRecords(DnsSnapshot zones) {
        for (Member member : MeshCodec.decode(MESH, zones).members()) {
            assertTrue(member.resolved(), () -> member.name() + " is listed without records");
        }
    }

    static void requireWhole(DnsSnapshot zones) {
        Mesh mesh = MeshCodec.decode(MESH, zones);
        assertEquals(List.of(), mesh.problems());
        var addresses = new TreeSet<IpAddress>();
        for (Member member : mesh.members()) {
            assertTrue(member.resolved(), () -> member.name() + " is listed without records");
            for (IpAddress address : member.addresses().all()) {
                assertTrue(addresses.add(address), () -> address + " is given twice");
                assertTrue(
                        mesh.policy()
                                .found()
                                .filter(policy -> !policy.permits(address.asPrefix()))
                                .isEmpty(),
                        () -> member.name() + " has " + address + ", outside the policy");
            }
        }
    }

    private static void requireOutcomes(DnsSnapshot zones, List<String> outcomes) {
        var listed = MeshCodec.decode(MESH, zones).members().stream().map(Member::name).toList();
        for (String outcome : outcomes) {
            String[] words = outcome.split(" ");
            boolean rival =
                    outcomes.stream()
                            .anyMatch(other -> !other.equals(outcome) && other.endsWith(words[1]));
            if (words[0].equals("joined") && !rival) {
                assertTrue(listed.contains(new HostName(words[1])), outcome + ", but " + listed);
            } else if (words[0].equals("left") && !rival) {
                assertTrue(!listed.contains(new HostName(words[1])), outcome + ", but " + listed);
            }
        }
    }
}
