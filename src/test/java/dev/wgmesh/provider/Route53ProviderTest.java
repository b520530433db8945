package dev.wgmesh.provider;

import dev.wgmesh.testing.route53.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class Route53ProviderTest implements ZoneProviderContract {
    private final List<Cloud> clouds = new ArrayList<>();

    @Override
    public ZoneProvider hosting(String text) throws IOException {
        var cloud = Cloud.hosting(text, Behaviour.QUICK);
        clouds.add(cloud);
        return cloud.place();
    }

    @Override
    public boolean raisesTheSerial() {
        return false;
    }

    @AfterEach
    void close() {
        clouds.forEach(Cloud::close);
    }
}
