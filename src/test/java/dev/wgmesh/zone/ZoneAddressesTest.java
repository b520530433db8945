package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class ZoneAddressesTest {
    private static final Name OWN = Question.name("own.example.com");

    /** Bases of the addresses: so few that many are equal, or next to each other. */
    private static final List<String> BASES =
            List.of(
                    "A 10.0.0.",
                    "A 0.0.0.",
                    "A 255.255.255.",
                    "AAAA fd00::",
                    "AAAA ::ffff:10.0.0.");

    private static final List<String> NETS =
            List.of("10.0.0.0/28", "10.0.0.7/32", "0.0.0.0/0", "255.255.255.240/28", "fd00::/124");

    private static String zone(RandomGenerator random) {
        var text = new StringBuilder("$TTL 300\n@ SOA ns1 host 1 2 3 4 5\n");
        for (int i = 0; i < 20; i++) {
            String owner = random.nextInt(5) == 0 ? "own" : "H" + random.nextInt(12);
            String base = BASES.get(random.nextInt(BASES.size()));
            boolean hexadecimal = base.equals("AAAA fd00::");
            int last = random.nextInt(16) + (base.startsWith("A 255") ? 240 : 0);
            text.append(owner).append(' ').append(base);
            text.append(hexadecimal ? Integer.toHexString(last) : "" + last).append('\n');
        }
        return text.toString();
    }

    @Test
    void the_lowest_address_of_a_net_and_the_first_of_its_owners_are_found() {
        Seeds.check(
                300,
                random -> {
                    ZoneContents files = TestZoneFiles.read(zone(random)).contents();
                    var objects =
                            new ZoneContents(
                                    files.apex(),
                                    "server",
                                    List.copyOf(files.records()),
                                    List.of());
                    for (String net : NETS) {
                        Optional<ZoneAddresses.Holder> expected = lowest(files, Prefix.of(net));
                        for (ZoneContents zone : List.of(files, objects)) {
                            assertEquals(
                                    expected, zone.addressesExcept(OWN).lowestIn(Prefix.of(net)));
                        }
                    }
                });
    }

    private static Optional<ZoneAddresses.Holder> lowest(ZoneContents zone, Prefix net) {
        var holders = new TreeMap<IpAddress, Name>();
        for (ZoneRecord record : addressRecords(zone)) {
            if (net.contains(record.address())) {
                holders.merge(
                        record.address(), record.owner(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
            }
        }
        return holders.entrySet().stream()
                .map(entry -> new ZoneAddresses.Holder(entry.getKey(), entry.getValue()))
                .findFirst();
    }

    private static List<ZoneRecord> addressRecords(ZoneContents zone) {
        return zone.records().stream()
                .filter(record -> record.place().isPresent() && !record.owner().equals(OWN))
                .filter(record -> record.record().getType() != Type.SOA)
                .toList();
    }

    @Test
    void addresses_that_are_taken_are_told_by_their_distance() {
        Seeds.check(
                300,
                random -> {
                    ZoneContents zone = TestZoneFiles.read(zone(random)).contents();
                    for (String first :
                            List.of(
                                    "10.0.0.3",
                                    "0.0.0.0",
                                    "255.255.255.250",
                                    "fd00::2",
                                    "fcff::")) {
                        var expected = new BitSet();
                        IpAddress address = IpAddress.of(first);
                        for (int i = 0; i < 12; i++) {
                            IpAddress at = address;
                            expected.set(
                                    i,
                                    at.compareTo(IpAddress.of(first)) >= 0
                                            && addressRecords(zone).stream()
                                                    .anyMatch(r -> r.address().equals(at)));
                            address = address.next();
                        }
                        assertEquals(
                                expected, zone.addressesExcept(OWN).taken(IpAddress.of(first), 12));
                    }
                });
    }

    @Test
    void no_object_is_made_of_an_address_that_is_not_looked_for() {
        ZoneContents zone =
                TestZoneFiles.read(
                                "$TTL 300\n@ SOA ns1 host 1 2 3 4 5\n"
                                        + IntStream.range(0, 20_000)
                                                .mapToObj(i -> "h" + i + " A 192.0.2.1\n")
                                                .collect(Collectors.joining()))
                        .contents();
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        ZoneAddresses addresses = zone.addressesExcept(OWN);
        assertEquals(Optional.empty(), addresses.lowestIn(Prefix.of("10.0.0.0/8")));
        assertEquals(new BitSet(), addresses.taken(IpAddress.of("10.0.0.1"), 1_000_000));
        long perRecord = (thread.getCurrentThreadAllocatedBytes() - before) / 20_000;
        assertTrue(perRecord < 48, perRecord + " octets allocated a record");
    }
}
