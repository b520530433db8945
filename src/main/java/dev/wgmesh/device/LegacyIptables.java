package dev.wgmesh.device;

import dev.wgmesh.diagnosis.FilterMatch;
import dev.wgmesh.diagnosis.FilterMatch.PortRange;
import dev.wgmesh.diagnosis.FilterVerdict;
import dev.wgmesh.diagnosis.PacketFilter;
import dev.wgmesh.diagnosis.PacketFilter.BaseChain;
import dev.wgmesh.diagnosis.PacketFilter.FilterRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of {@code iptables-legacy-save -t filter} (iptables-save(8)): rules that are not in
 * nftables.
 */
final class LegacyIptables {
    /** A word, or a text in quotes. */
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?::(\\d{1,5}))?");

    /** Modules whose conditions are those of their options. */
    private static final Set<String> MODULES =
            Set.of("udp", "tcp", "multiport", "state", "conntrack", "comment");

    private static final String INPUT = "INPUT";

    private final String program;
    private final Map<String, List<FilterRule>> chains = new HashMap<>();
    private boolean drops;

    private LegacyIptables(String program) {
        this.program = program;
    }

    /**
     * Parses the rules.
     *
     * @param program that changes them: {@code iptables-legacy}
     */
    static PacketFilter parse(String program, String output) {
        var rules = new LegacyIptables(program);
        output.lines().forEach(rules::line);
        return new PacketFilter(
                List.of(new BaseChain(program, INPUT, rules.drops, true)), rules.chains);
    }

    private void line(String line) {
        List<String> words = words(line);
        if (line.startsWith(":")) {
            chains.put(key(words.getFirst().substring(1)), new ArrayList<>());
            drops |= line.startsWith(":" + INPUT + " DROP");
        } else if (words.size() > 1 && words.getFirst().equals("-A")) {
            Optional.ofNullable(chains.get(key(words.get(1))))
                    .ifPresent(chain -> chain.add(rule(words.subList(2, words.size()))));
        }
    }

    private String key(String chain) {
        return PacketFilter.key(program, chain);
    }

    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(Optional.ofNullable(matcher.group(1)).orElse(matcher.group()));
        }
        return words;
    }

    private FilterRule rule(List<String> words) {
        var matches = new ArrayList<FilterMatch>();
        boolean negated = false;
        for (int i = 0; i < words.size(); i++) {
            String option = words.get(i);
            String value = i + 1 < words.size() ? words.get(i + 1) : "";
            if (option.equals("!")) {
                negated = true;
            } else if (option.equals("-j")) {
                return new FilterRule(matches, verdict(value)); // options of the target follow
            } else if (option.equals("-g")) {
                return new FilterRule(matches, new FilterVerdict.Goto(value));
            } else if (option.startsWith("-")) {
                match(option, value, negated).ifPresent(matches::add);
                negated = false;
            }
        }
        return new FilterRule(matches, new FilterVerdict.Continue());
    }

    private FilterVerdict verdict(String target) {
        return switch (target) {
            case "ACCEPT" -> new FilterVerdict.Accept();
            case "DROP", "REJECT" -> new FilterVerdict.Drop();
            case "RETURN" -> new FilterVerdict.Return();
            default ->
                    chains.containsKey(key(target))
                            ? new FilterVerdict.Jump(target)
                            : new FilterVerdict.Continue();
        };
    }

    /** Returns the condition of an option; empty: it is none. */
    private static Optional<FilterMatch> match(String option, String value, boolean negated) {
        return switch (option) {
            case "--comment" -> Optional.empty();
            case "-m" ->
                    MODULES.contains(value)
                            ? Optional.empty()
                            : Optional.of(new FilterMatch.Other());
            case "-p" -> Optional.of(new FilterMatch.Protocol(Set.of(value), negated));
            case "-i" ->
                    Optional.of(
                            new FilterMatch.InputInterface(
                                    Set.of(value.replaceFirst("\\+$", "*")), negated));
            case "--dport", "--dports" -> Optional.of(ports(value, negated));
            case "--state", "--ctstate" ->
                    Optional.of(
                            new FilterMatch.ConnectionState(
                                    Set.of(value.toLowerCase(Locale.ROOT).split(",")), negated));
            default -> Optional.of(new FilterMatch.Other());
        };
    }

    private static FilterMatch ports(String value, boolean negated) {
        var ranges = new ArrayList<PortRange>();
        for (String text : value.split(",")) {
            Matcher port = PORT.matcher(text);
            if (!port.matches()) {
                return new FilterMatch.Other();
            }
            int first = Integer.parseInt(port.group(1));
            ranges.add(
                    new PortRange(
                            first,
                            Optional.ofNullable(port.group(2))
                                    .map(Integer::parseInt)
                                    .orElse(first)));
        }
        return new FilterMatch.DestinationPort(ranges, negated);
    }
}
