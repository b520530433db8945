package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A mesh that was made by hand, gathered from the configurations of its machines.
 *
 * @param members sorted by host
 * @param notes what a mesh in DNS does not have, and what contradicts itself
 */
public record ImportedMesh(List<ImportedMember> members, List<Problem> notes) {
    public ImportedMesh {
        members = List.copyOf(members);
        notes = List.copyOf(notes);
    }

    /**
     * The configuration of one machine.
     *
     * @param place its file or interface, for messages
     */
    public record Source(String place, ConfiguredInterface configuration) {}

    /**
     * Returns the members of the configurations: the machines that they are of, and their peers.
     *
     * @param names of members whose configuration does not name them, by key
     * @throws Failure INPUT with every machine without a name, and every address of two machines
     */
    public static ImportedMesh of(List<Source> sources, Map<PublicKey, HostName> names) {
        var gathering = new Gathering(names);
        sources.forEach(gathering::add);
        return gathering.mesh();
    }

    /** What the configurations say of one machine. */
    private static final class Machine {
        final Set<String> places = new LinkedHashSet<>();
        Optional<HostName> name = Optional.empty();
        final Set<IpAddress> addresses = new TreeSet<>();
        final Set<Prefix> nets = new TreeSet<>();
        final Set<Endpoint> endpoints = new LinkedHashSet<>();
        final Set<String> endpointNames = new LinkedHashSet<>();
        boolean isPeer;

        boolean hasEndpoint() {
            return !endpoints.isEmpty() || !endpointNames.isEmpty();
        }
    }

    private static final class Gathering {
        private final Map<PublicKey, HostName> names;
        private final Map<PublicKey, Machine> machines = new LinkedHashMap<>();
        private final List<Problem> notes = new ArrayList<>();
        private final List<Problem> faults = new ArrayList<>();

        Gathering(Map<PublicKey, HostName> names) {
            this.names = Map.copyOf(names);
        }

        void add(Source source) {
            ConfiguredInterface config = source.configuration();
            config.key()
                    .ifPresentOrElse(
                            key -> {
                                Machine own = machine(key, source.place());
                                own.name = own.name.or(() -> name(config.comment()));
                                own.addresses.addAll(config.addresses());
                            },
                            () ->
                                    faults.add(
                                            new Problem(
                                                    source.place(),
                                                    "has no PrivateKey, so its public key is"
                                                            + " unknown",
                                                    "add the private key of the machine")));
            config.others()
                    .forEach(name ->
                            note(source.place(), name + " is not part of a mesh in DNS", ""));
            config.peers().forEach(peer -> addPeer(source.place(), peer));
        }

        private void addPeer(String place, ConfiguredPeer peer) {
            Machine machine = machine(peer.key(), place);
            machine.isPeer = true;
            machine.name = machine.name.or(() -> name(peer.comment()));
            for (Prefix prefix : peer.allowedIps()) {
                if (prefix.isHost()) {
                    machine.addresses.add(prefix.network());
                } else {
                    machine.nets.add(prefix);
                }
            }
            peer.endpoint()
                    .ifPresent(text ->
                            Endpoint.parse(text)
                                    .ifPresentOrElse(
                                            machine.endpoints::add,
                                            () -> machine.endpointNames.add(text)));
            if (peer.hasPresharedKey()) {
                note(
                        place,
                        "the preshared key of the peer " + peer.key() + " is not in DNS",
                        "make one for the whole mesh: wg-mesh keygen --psk --out FILE");
            }
        }

        private Machine machine(PublicKey key, String place) {
            Machine machine = machines.computeIfAbsent(key, _ -> new Machine());
            machine.places.add(place);
            return machine;
        }

        private static Optional<HostName> name(Optional<String> comment) {
            return comment.flatMap(HostName::parse).filter(host -> host.text().contains("."));
        }

        private void note(String where, String what, String fix) {
            var note = new Problem(where, what, fix);
            if (!notes.contains(note)) {
                notes.add(note);
            }
        }

        ImportedMesh mesh() {
            var members = new TreeMap<HostName, ImportedMember>();
            var addresses = new TreeMap<IpAddress, PublicKey>();
            machines.forEach((key, machine) ->
                    machine.addresses.forEach(address -> claim(addresses, address, key)));
            machines.forEach((key, machine) ->
                    hostOf(key, machine)
                            .ifPresentOrElse(
                                    host ->
                                            Optional.ofNullable(
                                                            members.put(
                                                                    host,
                                                                    member(
                                                                            host, key, machine,
                                                                            addresses)))
                                                    .ifPresent(other -> twice(host, key, other)),
                                    () -> nameless(key, machine)));
            Failure.throwIfAny(Failure.Kind.INPUT, faults);
            return new ImportedMesh(List.copyOf(members.values()), notes);
        }

        private void claim(Map<IpAddress, PublicKey> owners, IpAddress address, PublicKey key) {
            Optional.ofNullable(owners.putIfAbsent(address, key))
                    .ifPresent(other ->
                            faults.add(
                                    new Problem(
                                            address.toString(),
                                            "is an address of two machines, with the keys "
                                                    + other
                                                    + " and "
                                                    + key,
                                            "leave the address to one of them")));
        }

        private void twice(HostName host, PublicKey key, ImportedMember other) {
            faults.add(
                    new Problem(
                            host.text(),
                            "is the name of two machines, with the keys "
                                    + other.key()
                                    + " and "
                                    + key,
                            "name one of them: --name " + key + "=HOST"));
        }

        private void nameless(PublicKey key, Machine machine) {
            faults.add(
                    new Problem(
                            String.join(", ", machine.places),
                            "the machine with the key " + key + " has no name",
                            "name it: --name " + key + "=HOST"));
        }

        /** Returns the name given, else that of a comment, else that of its endpoint. */
        private Optional<HostName> hostOf(PublicKey key, Machine machine) {
            return Optional.ofNullable(names.get(key))
                    .or(() -> machine.name)
                    .or(() ->
                            machine.endpointNames.stream()
                                    .flatMap(text -> name(Optional.of(hostPart(text))).stream())
                                    .findFirst());
        }

        private static String hostPart(String endpoint) {
            int colon = endpoint.lastIndexOf(':');
            return colon < 0 ? endpoint : endpoint.substring(0, colon);
        }

        private ImportedMember member(
                HostName host,
                PublicKey key,
                Machine machine,
                NavigableMap<IpAddress, PublicKey> addresses) {
            noteEndpoints(host, machine);
            var nets = new ArrayList<Prefix>();
            for (Prefix net : machine.nets) {
                boolean others =
                        addresses
                                .subMap(net.network(), true, net.lastAddress(), true)
                                .values()
                                .stream()
                                .anyMatch(owner -> !owner.equals(key));
                if (net.length() == 0) {
                    note(host.text(), "its default route " + net + " is not imported", "");
                } else if (others) {
                    note(
                            host.text(),
                            "its "
                                    + net
                                    + " is not imported: other machines have addresses in it, and"
                                    + " members reach each other without it",
                            "");
                } else {
                    nets.add(net);
                }
            }
            return new ImportedMember(
                    host,
                    key,
                    List.copyOf(machine.addresses),
                    nets,
                    machine.endpoints.stream().findFirst(),
                    machine.isPeer && !machine.hasEndpoint());
        }

        private void noteEndpoints(HostName host, Machine machine) {
            if (!machine.isPeer) {
                note(
                        host.text(),
                        "its endpoint is unknown: none of these configurations has it as a peer",
                        "wg-mesh set " + host + " --endpoint ADDRESS:PORT, or --nat yes");
            }
            if (machine.endpoints.size() > 1) {
                List<Endpoint> all = List.copyOf(machine.endpoints);
                note(
                        host.text(),
                        "has several endpoints; the first one is imported: " + all,
                        "choose another: wg-mesh set " + host + " --endpoint ADDRESS:PORT");
            }
            for (String text : machine.endpointNames) {
                boolean own = text.equalsIgnoreCase(host + ":" + Endpoint.DEFAULT_PORT);
                if (!own && machine.endpoints.isEmpty()) {
                    note(
                            host.text(),
                            "its endpoint " + text + " is a host name, which is not imported",
                            "publish its address: wg-mesh set "
                                    + host
                                    + " --endpoint ADDRESS:PORT");
                }
            }
        }
    }
}
