package dev.wgmesh.render;

import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.SettingWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A location as JSON: its {@code kind} and its settings. */
final class LocationJson {
    private LocationJson() {}

    /** Writes the location into the object. */
    static void write(Location location, ObjectNode node) {
        node.put("kind", location.kind());
        location.write(
                new SettingWriter() {
                    @Override
                    public void text(String name, String value) {
                        node.put(name, value);
                    }

                    @Override
                    public void texts(String name, List<String> values) {
                        node.set(name, Json.strings(values));
                    }

                    @Override
                    public void flag(String name, boolean value) {
                        node.put(name, value);
                    }
                });
    }

    static Optional<Location.KnownHost> read(FieldReader host) {
        return host.text("kind").flatMap(kind -> Location.KnownHost.read(kind, host));
    }
}
