package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.testing.DeviceText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryDeviceTest extends DeviceContract {
    private static final Optional<IpAddress> ROUTER = Optional.of(IpAddress.of("192.168.7.254"));

    private static final NodeFacts AROUND =
            new NodeFacts(
                    List.of(
                            new InterfaceAddress("lo", IpAddress.of("127.0.0.1"), 8),
                            new InterfaceAddress("lo", IpAddress.of("::1"), 128),
                            new InterfaceAddress("v0", IpAddress.of("192.168.7.1"), 24),
                            new InterfaceAddress("v0", IpAddress.of("2001:db8:7::1"), 64)),
                    List.of(
                            new OnLinkPrefix("v0", Prefix.of("192.168.7.0/24")),
                            new OnLinkPrefix("v0", Prefix.of("2001:db8:7::/64"))),
                    List.of(IpAddress.of("192.168.7.254")),
                    List.of(IpAddress.of("192.0.2.53")),
                    List.of(
                            new Route(Prefix.of("0.0.0.0/0"), "v0", ROUTER, Optional.empty(), 3),
                            new Route(
                                    Prefix.of("10.99.0.0/24"), "v0", ROUTER, Optional.empty(), 4)),
                    List.of(),
                    List.of(new Route(Prefix.of("0.0.0.0/0"), "v0", ROUTER, Optional.empty(), 3)),
                    Map.of("v0", 1),
                    List.of());

    @Override
    MemoryDevice device() {
        return new MemoryDevice(name(), AROUND);
    }

    @Override
    void setDown(Device device) {
        ((MemoryDevice) device).setDown();
    }

    @Override
    String name() {
        return "wg0";
    }

    @Test
    void a_peer_that_is_heard_roams() {
        MemoryDevice device = device();
        device.create(OWN, 51900, Optional.empty());
        device.apply(List.of(new DeviceChange.AddPeer(peer(B, "192.0.2.2", 0, "10.0.0.2/32"))));
        device.receive(B, Endpoint.parse("198.51.100.9:4").orElseThrow(), Instant.EPOCH);
        assertEquals(
                "peer mesh at 198.51.100.9:4 for 10.0.0.2/32",
                DeviceText.of(device).lines().toList().get(1));
    }
}
