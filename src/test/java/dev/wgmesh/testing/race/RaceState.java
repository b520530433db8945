package dev.wgmesh.testing.race;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The result of a race.
 *
 * @param expected the expected members
 * @param mesh as read at the end
 * @param revision of the mesh's own list
 */
public record RaceState(
        SortedSet<HostName> expected, Mesh mesh, long revision, RaceCount tally, Duration took) {
    /** Records of an RRset at the most: BIND loads no zone that has more in one. */
    private static final int MAX_LIST = 100;

    /** How many that are to be members are. */
    int presentMembers() {
        var kept = new TreeSet<>(expected);
        kept.retainAll(members());
        return kept.size();
    }

    private SortedSet<HostName> members() {
        var members = new TreeSet<HostName>();
        mesh.members().forEach(member -> members.add(member.name()));
        return members;
    }

    /** Each address that more than one member has. */
    List<IpAddress> duplicateAddresses() {
        var holders = new TreeMap<IpAddress, Integer>();
        for (Member member : mesh.members()) {
            member.addresses().all().forEach(address -> holders.merge(address, 1, Integer::sum));
        }
        holders.values().removeIf(count -> count == 1);
        return List.copyOf(holders.keySet());
    }

    /** All that is not as it should be, a line each. */
    public List<String> violations() {
        var wrongs = new ArrayList<String>();
        SortedSet<HostName> members = members();
        expected.stream()
                .filter(host -> !members.contains(host))
                .forEach(host -> wrongs.add(host + " joined and is no member"));
        members.stream()
                .filter(host -> !expected.contains(host))
                .forEach(host -> wrongs.add(host + " left and is a member"));
        duplicateAddresses().forEach(address -> wrongs.add(address + " is given twice"));
        mesh.members().stream()
                .filter(member -> !member.resolved())
                .forEach(member -> wrongs.add(member.name() + " is listed without its records"));
        mesh.lists().stream()
                .filter(list -> length(list) > MAX_LIST)
                .forEach(list -> wrongs.add(list.name() + " names " + length(list)));
        mesh.problems().forEach(problem -> wrongs.add(problem.toString()));
        // Of two that want one address the second is refused; nothing else may fail.
        tally.failed().stream()
                .filter(line -> !line.startsWith("set ") || !line.contains("belongs to"))
                .forEach(wrongs::add);
        return wrongs;
    }

    private static int length(MemberList list) {
        return list.hosts().found().map(List::size).orElse(0);
    }
}
