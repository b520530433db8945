package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameServerTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1:53",
        "192.0.2.1:5353, 192.0.2.1:5353",
        "2001:db8::1, [2001:db8::1]:53",
        "[::1], [::1]:53",
        "[::1]:5353, [::1]:5353",
        "localhost:5353, 127.0.0.1:5353"
    })
    void a_server_is_an_address_with_or_without_a_port(String text, String server) {
        assertEquals(server, NameServer.of(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":53", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "[::1", "a b"})
    void any_other_value_is_reported(String text) {
        Failure failure = assertThrows(Failure.class, () -> NameServer.of(text));
        assertEquals(Failure.Kind.INPUT, failure.kind());
    }

    @Test
    void of_the_addresses_of_a_name_those_that_this_machine_has_a_route_to_are_used() {
        InetAddress noRoute = InetAddress.ofLiteral("fe80::1"); // without an interface
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        InetAddress other = InetAddress.ofLiteral("127.0.0.2");
        assertEquals(
                "[127.0.0.1:5353, 127.0.0.2:5353]",
                NameServer.routed(List.of(noRoute, loopback, other, loopback), 5353).toString());
        assertEquals("[[fe80::1]:5353]", NameServer.routed(List.of(noRoute), 5353).toString());
    }

    @Test
    void of_several_servers_the_first_that_accepts_a_connection_is_used() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.3"))) {
            int port = listener.getLocalPort();
            List<NameServer> servers =
                    Stream.of("127.0.0.2", "127.0.0.3", "127.0.0.4")
                            .map(host -> NameServer.of(host + ":" + port))
                            .toList();
            assertEquals("127.0.0.3:" + port, NameServer.reachable(servers).toString());
            assertEquals(
                    "127.0.0.2:" + port, NameServer.reachable(servers.subList(0, 1)).toString());
        }
        NameServer none = NameServer.of("127.0.0.2:1");
        assertEquals(none, NameServer.reachable(List.of(none, NameServer.of("127.0.0.3:1"))));
    }

    @Test
    void the_first_three_of_resolv_conf_count() {
        assertEquals(
                "[192.0.2.1:53, [2001:db8::1]:53, 192.0.2.2:53]",
                NameServer.ofResolvConf(
                                """
                                # nameserver 192.0.2.9
                                search example.com
                                nameserver 192.0.2.1
                                  nameserver\t2001:db8::1 # local
                                nameserver nonsense
                                nameserver 192.0.2.2
                                nameserver 192.0.2.3
                                """)
                        .toString());
    }

    @Test
    void without_any_the_server_on_this_machine_is_asked() {
        assertEquals("[127.0.0.1:53]", NameServer.ofResolvConf("").toString());
    }
}
