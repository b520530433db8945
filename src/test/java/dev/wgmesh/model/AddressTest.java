package dev.wgmesh.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.Seeds;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,10.0.0.1",
        "255.255.255.255,255.255.255.255",
        "2001:DB8:0:0:0:0:0:1,2001:db8::1",
        "::,::",
        "::1,::1",
        "1::,1::",
        "2001:db8:0:1:0:0:0:1,2001:db8:0:1::1",
        "2001:0:0:1:0:0:1:1,2001::1:0:0:1:1",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "::ffff:10.0.0.1,10.0.0.1"
    })
    void an_address_has_one_text(String text, String canonical) {
        assertEquals(canonical, IpAddress.of(text).toString());
        assertEquals(IpAddress.of(text), IpAddress.of(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "10.1", "10.0.0.256", "010.0.0.1", "10.0.0.1.", "1.2.3.4.5", "fe80::1%eth0",
                "[::1]", "12345::", ":::", "a.b.c.d", "0x7f.0.0.1", "-1.0.0.0", " 10.0.0.1"
            })
    void what_is_not_an_address_is_not_read(String text) {
        assertEquals(Optional.empty(), IpAddress.parse(text));
    }

    @Test
    void bytes_and_text_lead_back_to_the_address() {
        Seeds.check(
                300,
                random -> {
                    byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
                    random.nextBytes(bytes);
                    IpAddress address = IpAddress.of(bytes);
                    assertEquals(address, IpAddress.of(address.bytes()));
                    assertEquals(address, IpAddress.of(address.toString()));
                });
    }

    @Test
    void a_prefix_holds_what_its_first_and_last_address_enclose() {
        Seeds.check(
                300,
                random -> {
                    byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
                    random.nextBytes(bytes);
                    IpAddress address = IpAddress.of(bytes);
                    int length = random.nextInt(address.family().bits() + 1);
                    Prefix prefix = Prefix.containing(address, length);
                    assertTrue(prefix.contains(address));
                    assertTrue(prefix.network().compareTo(address) <= 0);
                    assertTrue(prefix.lastAddress().compareTo(address) >= 0);
                    assertTrue(prefix.contains(prefix.lastAddress()));
                    assertEquals(prefix, Prefix.of(prefix.toString()));
                    if (length > 0) {
                        assertFalse(prefix.contains(prefix.lastAddress().next()));
                    }
                });
    }

    @Test
    void a_prefix_with_host_bits_is_refused() {
        assertEquals(Optional.empty(), Prefix.parse("10.0.0.1/24"));
        assertEquals(
                Optional.of(Prefix.of("10.0.0.0/24")), Prefix.parseWithHostBits("10.0.0.1/24"));
        assertEquals(Optional.empty(), Prefix.parse("10.0.0.0/33"));
        assertEquals(Optional.empty(), Prefix.parse("10.0.0.0/024"));
        assertEquals(Optional.of(Prefix.of("fd00::/8")), Prefix.parse("FD00:0::/8"));
        assertThrows(
                IllegalArgumentException.class, () -> new Prefix(IpAddress.of("10.0.0.1"), 24));
    }

    @Test
    void reserved_are_network_and_broadcast_of_ipv4_and_the_anycast_of_ipv6() {
        assertTrue(Prefix.of("10.0.0.0/24").isReserved(IpAddress.of("10.0.0.0")));
        assertTrue(Prefix.of("10.0.0.0/24").isReserved(IpAddress.of("10.0.0.255")));
        assertFalse(Prefix.of("10.0.0.0/24").isReserved(IpAddress.of("10.0.0.1")));
        assertFalse(Prefix.of("10.0.0.0/31").isReserved(IpAddress.of("10.0.0.1")));
        assertTrue(Prefix.of("fd00::/64").isReserved(IpAddress.of("fd00::")));
        assertFalse(Prefix.of("fd00::/64").isReserved(Prefix.of("fd00::/64").lastAddress()));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,PRIVATE", "100.64.0.1,PRIVATE", "172.32.0.1,PUBLIC", "192.0.2.1,PUBLIC",
        "169.254.1.1,LINK_LOCAL", "fe80::1,LINK_LOCAL", "fd00::1,PRIVATE", "2001:db8::1,PUBLIC",
        "127.0.0.1,LOOPBACK", "0.0.0.0,UNSPECIFIED", "::,UNSPECIFIED", "224.0.0.1,MULTICAST",
        "255.255.255.255,MULTICAST", "ff02::1,MULTICAST", "::1,LOOPBACK"
    })
    void an_address_has_a_scope(String address, AddressScope scope) {
        assertEquals(scope, IpAddress.of(address).scope());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,192.0.2.1:51820",
        "192.0.2.1:4500,192.0.2.1:4500",
        "2001:db8::1,[2001:db8::1]:51820",
        "[2001:db8::1]:1,[2001:db8::1]:1"
    })
    void an_endpoint_is_read_with_and_without_port(String text, String endpoint) {
        assertEquals(endpoint, Endpoint.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.1:0", "192.0.2.1:65536", "[192.0.2.1]:1", "host:1", "", "::1:x"})
    void what_is_not_an_endpoint_is_not_read(String text) {
        assertEquals(Optional.empty(), Endpoint.parse(text));
    }
}
