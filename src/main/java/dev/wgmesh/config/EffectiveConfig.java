package dev.wgmesh.config;

import dev.wgmesh.dns.NameServer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Location;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The configuration in effect for a command, and where it comes from.
 *
 * @param files where a wg-mesh.toml is looked for, in order
 * @param mesh of commands that name none; empty: wg-mesh.toml names none
 * @param zones the host of each zone that has one, by apex
 * @param defaultLocations the locations of all other names, each used where those before it have no
 *     such zone
 * @param zonesFolder the state of {@code ./zones}
 * @param resolvers of this machine
 * @param dnssec how answers of resolvers are validated
 * @param lock the signers that members need
 */
public record EffectiveConfig(
        List<FileLookup> files,
        Optional<MeshName> mesh,
        Map<Name, Location.Host> zones,
        List<Location> defaultLocations,
        FileLookup zonesFolder,
        List<NameServer> resolvers,
        DnssecChoice dnssec,
        LockSettings lock) {
    public EffectiveConfig {
        files = List.copyOf(files);
        defaultLocations = List.copyOf(defaultLocations);
        resolvers = List.copyOf(resolvers);
    }

    /** A file or folder that configuration may come from. */
    public record FileLookup(Path path, State state) {}

    /** How a file or folder is used. */
    public enum State {
        /** It is used. */
        ACTIVE("in force"),
        /** Only its mesh is used. */
        MESH_ONLY("only its mesh is used: flags name the location"),
        /** An earlier file is used. */
        SHADOWED("ignored: an earlier file is used"),
        /** Flags name the location. */
        OVERRIDDEN("ignored: flags name the location"),
        /** A node's own commands use no file of the working directory. */
        UNTRUSTED("ignored: apply, plan and down use no file of the working directory"),
        /** It does not exist. */
        ABSENT("does not exist");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** Returns the text for messages. */
        public String text() {
            return text;
        }
    }
}
