package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.testing.route53.FakeRoute53;
import dev.wgmesh.testing.route53.SystemCredentials;
import dev.wgmesh.zone.Question;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** The addresses that reading a mesh needs. */
@SystemCredentials
class ContactLogTest {
    @TempDir Path folder;

    private static String contacts(Locations locations) {
        return locations.contacts().stream()
                .map(ContactAddress::text)
                .collect(Collectors.joining("\n"));
    }

    private static SourceFlags flags(
            Optional<Location.Host> host, Optional<String> transfer, String... resolvers) {
        return new SourceFlags(
                host,
                transfer.map(server -> new Location.Transfer(server, TsigSettings.NONE)),
                List.of(resolvers),
                Route53Location.DEFAULT,
                false,
                true);
    }

    @Test
    void the_servers_that_flags_name_are_contacts() {
        var server = new Location.Server("192.0.2.1:5353", TsigSettings.NONE);
        assertEquals(
                """
                192.0.2.1, a DNS server that this node reads
                192.0.2.2, a DNS server that this node reads
                192.0.2.3, a resolver of this node
                2001:db8::4, a resolver of this node\
                """,
                contacts(
                        Locations.of(
                                flags(
                                        Optional.of(server),
                                        Optional.of("192.0.2.2"),
                                        "192.0.2.3:53",
                                        "[2001:db8::4]:53"),
                                ConfigFixture.in(folder).surroundings())));
    }

    @Test
    void the_servers_of_every_zone_of_the_settings_are_contacts_before_they_are_asked() {
        ConfigFixture home =
                ConfigFixture.in(folder)
                        .file(
                                "work/wg-mesh.toml",
                                """
                                [zone."example.com"]
                                server = "192.0.2.1"

                                [zone."example.net"]
                                server = "ns1.example.net"
                                """);
        assertEquals(
                "192.0.2.1, a DNS server that this node reads",
                contacts(Locations.of(SourceFlags.NONE, home.surroundings())));
    }

    @Test
    void a_server_that_is_named_is_a_contact_once_it_is_asked() {
        Locations locations =
                Locations.of(
                        flags(Optional.empty(), Optional.empty(), "localhost:1"),
                        ConfigFixture.in(folder).surroundings());
        assertEquals("", contacts(locations));
        locations.source();
        assertEquals("127.0.0.1, a resolver of this node", contacts(locations));
    }

    @Test
    void a_server_of_route53_is_a_contact_once_a_request_is_sent_to_it() throws Exception {
        try (FakeRoute53 route53 = FakeRoute53.start(Behaviour.QUICK, InstantSource.system())) {
            URI endpoint = URI.create("http://localhost:" + route53.endpoint().getPort());
            var place =
                    new Route53Location(
                            Optional.empty(), Optional.empty(), Optional.of(endpoint), false);
            Locations locations =
                    Locations.of(
                            flags(Optional.of(place), Optional.empty()),
                            ConfigFixture.in(folder).surroundings());
            assertEquals("", contacts(locations));
            locations.source().query(List.of(Question.of("_p2p.example.com", Type.TXT)));
            assertEquals(
                    "127.0.0.1, a server of Route53",
                    contacts(locations).lines().findFirst().orElse(""));
        }
    }

    @Test
    void an_address_of_route53_is_a_contact_at_once() {
        var place =
                new Route53Location(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(URI.create("https://[2001:db8::5]:444/")),
                        false);
        assertEquals(
                "2001:db8::5, a server of Route53",
                contacts(
                        Locations.of(
                                flags(Optional.of(place), Optional.empty()),
                                ConfigFixture.in(folder).surroundings())));
    }
}
