package dev.wgmesh.device;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.DeviceChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Groups changes into tool invocations: consecutive changes of one tool share a process. */
final class CommandBatches {
    /** Characters of arguments in one {@code wg set}; Linux accepts 2 MiB. */
    private static final int ARGUMENTS = 100_000;

    /** The changes of one process, in their order. */
    sealed interface Batch {
        /** Returns the number of changes. */
        int size();

        /** Changes of peers; each can be made again. */
        sealed interface OfPeers extends Batch {
            /** Returns the changes. */
            List<? extends DeviceChange.PeerChange> changes();

            /** Returns a batch of some of them. */
            OfPeers part(int from, int to);

            /** Returns the words after {@code wg} of the process. */
            List<String> words(String device);

            /** Returns the input of the process. */
            String input();

            @Override
            default int size() {
                return changes().size();
            }
        }

        /** New peers: {@code wg addconf IF}, which leaves every other peer as it is. */
        record Additions(List<DeviceChange.AddPeer> changes) implements OfPeers {
            @Override
            public Additions part(int from, int to) {
                return new Additions(changes.subList(from, to));
            }

            @Override
            public List<String> words(String device) {
                return List.of("addconf", device, PeerCommands.STDIN);
            }

            @Override
            public String input() {
                return changes.stream().map(PeerCommands::section).collect(Collectors.joining());
            }
        }

        /**
         * Changes by {@code wg set IF}; one alone if it sets a key, since {@code wg} reads only one
         * key from its input.
         */
        record Settings(List<DeviceChange.PeerChange> changes) implements OfPeers {
            @Override
            public Settings part(int from, int to) {
                return new Settings(changes.subList(from, to));
            }

            @Override
            public List<String> words(String device) {
                var words = new ArrayList<>(List.of("set", device));
                changes.forEach(change -> words.addAll(PeerCommands.arguments(change)));
                return words;
            }

            @Override
            public String input() {
                return changes.stream()
                        .flatMap(change -> PeerCommands.secret(change).stream())
                        .map(secret -> secret + "\n")
                        .collect(Collectors.joining());
            }
        }

        /** Lines of {@code ip -batch}, one for each change. */
        record Ip(List<String> lines) implements Batch {
            @Override
            public int size() {
                return lines.size();
            }
        }

        /** What the kernel forwards; several commands. */
        record SetForwarding(DeviceChange.SetForwarding change) implements Batch {
            @Override
            public int size() {
                return 1;
            }
        }

        /** Lines of {@code ip -batch} that remove addresses. */
        record RemoveAddresses(List<String> lines) implements Batch {
            @Override
            public int size() {
                return lines.size();
            }
        }
    }

    private enum Tool {
        WG,
        IP,
        IP_REMOVING_ADDRESSES,
        SYSCTL
    }

    private final String device;
    private final List<Batch> done = new ArrayList<>();

    private CommandBatches(String device) {
        this.device = device;
    }

    /** Returns the batches; their changes are the given ones, in the same order. */
    static List<Batch> of(String device, List<DeviceChange> changes) {
        var batches = new CommandBatches(device);
        int start = 0;
        for (int end = 1; end <= changes.size(); end++) {
            if (end == changes.size() || tool(changes.get(end)) != tool(changes.get(start))) {
                batches.add(tool(changes.get(start)), changes.subList(start, end));
                start = end;
            }
        }
        return batches.done;
    }

    private static Tool tool(DeviceChange change) {
        return switch (change) {
            case DeviceChange.PeerChange _ -> Tool.WG;
            case DeviceChange.RemoveAddress _ -> Tool.IP_REMOVING_ADDRESSES;
            case DeviceChange.SetForwarding _ -> Tool.SYSCTL;
            case DeviceChange.NetworkChange _ -> Tool.IP;
        };
    }

    private void add(Tool tool, List<DeviceChange> changes) {
        switch (tool) {
            case WG -> addPeerChanges(each(DeviceChange.PeerChange.class, changes));
            case IP -> done.add(new Batch.Ip(lines(changes)));
            case SYSCTL ->
                    each(DeviceChange.SetForwarding.class, changes)
                            .forEach(change -> done.add(new Batch.SetForwarding(change)));
            case IP_REMOVING_ADDRESSES -> done.add(new Batch.RemoveAddresses(lines(changes)));
        }
    }

    private static <T> List<T> each(Class<T> kind, List<? super T> changes) {
        return changes.stream().map(kind::cast).toList();
    }

    /** Adds one batch where all peers are new; else new peers share processes with the others. */
    private void addPeerChanges(List<DeviceChange.PeerChange> changes) {
        if (changes.stream().allMatch(DeviceChange.AddPeer.class::isInstance)) {
            done.add(new Batch.Additions(each(DeviceChange.AddPeer.class, changes)));
            return;
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < changes.size(); i++) {
            boolean alone = PeerCommands.secret(changes.get(i)).isPresent();
            int added = length(changes.get(i));
            if (i > start && (alone || length + added > ARGUMENTS)) {
                done.add(new Batch.Settings(changes.subList(start, i)));
                start = i;
                length = 0;
            }
            length = alone ? ARGUMENTS : length + added;
        }
        done.add(new Batch.Settings(changes.subList(start, changes.size())));
    }

    private static int length(DeviceChange.PeerChange change) {
        return PeerCommands.arguments(change).stream().mapToInt(word -> word.length() + 1).sum();
    }

    private List<String> lines(List<DeviceChange> changes) {
        return each(DeviceChange.NetworkChange.class, changes).stream().map(this::line).toList();
    }

    /** Returns a change as a line of {@code ip -batch}. */
    private String line(DeviceChange.NetworkChange change) {
        return switch (change) {
            case DeviceChange.SetLinkUp() -> "link set dev " + device + " up";
            case DeviceChange.AddAddress(IpAddress address) ->
                    "addr add " + address.asPrefix() + " dev " + device + noDad(address);
            case DeviceChange.RemoveAddress(IpAddress address) ->
                    "addr del " + address.asPrefix() + " dev " + device;
            case DeviceChange.AddRoute add -> "route add " + RouteTable.arguments(add.route());
            case DeviceChange.ReplaceRoute replace ->
                    "route replace " + RouteTable.arguments(replace.after());
            case DeviceChange.RemoveRoute remove ->
                    "route del " + RouteTable.removal(remove.route());
            case DeviceChange.SetForwarding _ ->
                    throw new IllegalArgumentException("not a command of ip: " + change);
        };
    }

    /**
     * Skips duplicate address detection (RFC 4862): routes with the address as source must not
     * wait.
     */
    private static String noDad(IpAddress address) {
        return switch (address.family()) {
            case V4 -> "";
            case V6 -> " nodad";
        };
    }
}
