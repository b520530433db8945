package dev.wgmesh.testing.race;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import java.util.Optional;

/** One command of a writer, on {@link RaceMesh#MESH}. */
public sealed interface RaceCommand {
    /** The member it is about. */
    HostName host();

    /** {@code join HOST --ip auto}, to the mesh's own list or a sub-list. */
    record Join(HostName host, Optional<SubList> subList) implements RaceCommand {
        @Override
        public String toString() {
            return "join " + host + subList.map(list -> " " + list).orElse("");
        }
    }

    /** {@code set HOST --ip ADDRESS}. */
    record Set(HostName host, IpAddress address) implements RaceCommand {
        @Override
        public String toString() {
            return "set " + host + " " + address;
        }
    }

    /** {@code leave HOST}. */
    record Leave(HostName host) implements RaceCommand {
        @Override
        public String toString() {
            return "leave " + host;
        }
    }

    /** A sub-list, and the pool it is founded with by whoever is first. */
    record SubList(MeshName name, Prefix pool) {
        @Override
        public String toString() {
            return name + " " + pool;
        }
    }

    /** The command that is written so. */
    static RaceCommand parse(String text) {
        String[] words = text.split(" ");
        var host = new HostName(words[1]);
        return switch (words[0]) {
            case "join" ->
                    new Join(
                            host,
                            words.length == 2
                                    ? Optional.empty()
                                    : Optional.of(
                                            new SubList(
                                                    new MeshName(words[2]), Prefix.of(words[3]))));
            case "set" -> new Set(host, IpAddress.of(words[2]));
            case "leave" -> new Leave(host);
            default -> throw new IllegalArgumentException(text);
        };
    }
}
