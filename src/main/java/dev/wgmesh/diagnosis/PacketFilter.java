package dev.wgmesh.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of nftables, and those of iptables that are not in nftables, for packets to this
 * machine.
 *
 * @param inputs the chains at the hook input, by priority
 * @param chains every chain, by its {@linkplain #key key}
 */
public record PacketFilter(List<BaseChain> inputs, Map<String, List<FilterRule>> chains) {
    /** The most chains that jump into each other (NFT_JUMP_STACK_SIZE). */
    private static final int DEPTH = 16;

    public PacketFilter {
        inputs = List.copyOf(inputs);
        chains = Map.copyOf(chains);
    }

    /**
     * A chain at a hook.
     *
     * @param table its family and name: {@code inet filter}; of iptables the program
     * @param drops whether its policy is to drop
     * @param legacy whether it is one of iptables, and not in nftables
     */
    public record BaseChain(String table, String name, boolean drops, boolean legacy) {
        String text() {
            return table + " " + name;
        }

        /** Returns the command that lets packets to a UDP port in. */
        String accept(int port) {
            return legacy
                    ? table + " -I " + name + " -p udp --dport " + port + " -j ACCEPT"
                    : "nft insert rule " + text() + " udp dport " + port + " accept";
        }
    }

    /** Returns the rules of both. */
    public PacketFilter and(PacketFilter other) {
        var both = new HashMap<>(chains);
        both.putAll(other.chains);
        return new PacketFilter(
                Stream.concat(inputs.stream(), other.inputs.stream()).toList(), both);
    }

    /** A rule: what a packet that fits every match meets. */
    public record FilterRule(List<FilterMatch> matches, FilterVerdict verdict) {}

    /** What the rules do with the first packets of peers. */
    enum Outcome {
        /** All pass. */
        ACCEPTED,
        /** Some pass: those of some sources, or so many a second. */
        IN_PART,
        /** None passes. */
        DROPPED
    }

    /** The outcome, and the chain that decided. */
    record Decision(Outcome outcome, Optional<BaseChain> by) {}

    /** Returns the key of a chain in {@link #chains}. */
    public static String key(String table, String chain) {
        return table + " " + chain;
    }

    /** Returns in words what happens to the first packets of peers, and the chain that decides. */
    public String outcome(int port, List<String> uplinks) {
        Decision decision = decide(port, uplinks);
        String outcome = decision.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return outcome + decision.by().map(it -> " " + it.text()).orElse("");
    }

    /** Returns what happens to the first packets of peers to a UDP port. */
    Decision decide(int port, List<String> uplinks) {
        var worst = new Decision(Outcome.ACCEPTED, Optional.empty());
        for (BaseChain base : inputs) {
            var walk = new Walk(base.table(), port, uplinks);
            Outcome outcome = walk.outcome(base);
            if (outcome.compareTo(worst.outcome()) > 0) {
                worst = new Decision(outcome, Optional.of(base));
            }
        }
        return worst;
    }

    /** The way of a packet through the chains of a table. */
    private final class Walk {
        private final String table;
        private final int port;
        private final List<String> uplinks;
        private boolean someAccepted;

        Walk(String table, int port, List<String> uplinks) {
            this.table = table;
            this.port = port;
            this.uplinks = uplinks;
        }

        Outcome outcome(BaseChain base) {
            boolean accepted =
                    switch (run(base.name(), 0)) {
                        case FilterVerdict.Accept _ -> true;
                        case FilterVerdict.Drop _ -> false;
                        case FilterVerdict.Jump _,
                                FilterVerdict.Goto _,
                                FilterVerdict.Return _,
                                FilterVerdict.Continue _ ->
                                !base.drops();
                    };
            if (accepted) {
                return Outcome.ACCEPTED;
            }
            return someAccepted ? Outcome.IN_PART : Outcome.DROPPED;
        }

        /** Returns what a chain does with all packets; {@code Continue}: it decides nothing. */
        private FilterVerdict run(String chain, int depth) {
            if (depth > DEPTH) {
                return new FilterVerdict.Continue();
            }
            for (FilterRule rule : chains.getOrDefault(key(table, chain), List.of())) {
                Optional<Boolean> fits = fits(rule);
                if (fits.equals(Optional.of(false))) {
                    continue;
                }
                boolean sure = fits.isPresent();
                switch (rule.verdict()) {
                    case FilterVerdict.Accept all -> {
                        someAccepted = true;
                        if (sure) {
                            return all;
                        }
                    }
                    case FilterVerdict.Drop all -> {
                        if (sure) {
                            return all;
                        }
                    }
                    case FilterVerdict.Return _ -> {
                        if (sure) {
                            return new FilterVerdict.Continue();
                        }
                    }
                    case FilterVerdict.Jump(String target) -> {
                        FilterVerdict inner = run(target, depth + 1);
                        if (sure && decides(inner)) {
                            return inner;
                        }
                    }
                    case FilterVerdict.Goto(String target) -> {
                        FilterVerdict inner = run(target, depth + 1);
                        if (sure) {
                            return inner;
                        }
                    }
                    case FilterVerdict.Continue _ -> {}
                }
            }
            return new FilterVerdict.Continue();
        }

        private static boolean decides(FilterVerdict verdict) {
            return verdict instanceof FilterVerdict.Accept || verdict instanceof FilterVerdict.Drop;
        }

        private Optional<Boolean> fits(FilterRule rule) {
            boolean sure = true;
            for (FilterMatch match : rule.matches()) {
                Optional<Boolean> fits = match.fits(port, uplinks);
                if (fits.equals(Optional.of(false))) {
                    return fits;
                }
                sure &= fits.isPresent();
            }
            return sure ? Optional.of(true) : Optional.empty();
        }
    }
}
