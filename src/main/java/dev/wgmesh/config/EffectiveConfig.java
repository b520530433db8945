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
 * What a command with some flags goes by, and where that is from.
 *
 * @param files where a wg-mesh.toml is looked for, in order
 * @param mesh of commands that name none; empty: wg-mesh.toml names none
 * @param zones with a place of their own, by apex
 * @param elsewhere who speaks for all other names, each where those before it have no such zone
 * @param beside what is true of {@code ./zones}
 * @param resolvers of this machine
 */
public record EffectiveConfig(
        List<FileLookup> files,
        Optional<MeshName> mesh,
        Map<Name, Location.Host> zones,
        List<Location> elsewhere,
        FileLookup beside,
        List<NameServer> resolvers) {
    /** Copies. */
    public EffectiveConfig {
        files = List.copyOf(files);
        elsewhere = List.copyOf(elsewhere);
        resolvers = List.copyOf(resolvers);
    }

    /** Something that configuration may come from. */
    public record FileLookup(Path path, State state) {}

    /** What became of it. */
    public enum State {
        /** It is there, and goes by what it says. */
        IN_FORCE("in force"),
        /** It is there, and only its mesh counts. */
        MESH_ONLY("only its mesh is used: flags name the location"),
        /** It is there, and others come before it. */
        BEHIND("ignored: an earlier file is used"),
        /** It is there, and flags come before it. */
        OVERRULED("ignored: flags name the location"),
        /** A node's own commands heed nothing in the working directory. */
        UNTRUSTED("ignored: apply and status use no file of the working directory"),
        /** It is not there. */
        ABSENT("does not exist");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** What a person is told. */
        public String text() {
            return text;
        }
    }
}
