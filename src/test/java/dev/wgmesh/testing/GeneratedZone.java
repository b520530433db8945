package dev.wgmesh.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/** Valid zone files of example.com in many styles, one for each seed. */
public final class GeneratedZone {
    /** The path of the file to read first. */
    public static final String FILE = "example.com.zone";

    private static final List<String> OWNERS =
            List.of(
                    "@",
                    "node-a",
                    "_wireguard.node-a",
                    "_wireguard.node-b.example.com.",
                    "_p2p",
                    "_revision._p2p",
                    "_meta._wireguard.node-a",
                    "node-b",
                    "*.wild",
                    "Node-C",
                    "a\\.b",
                    "\\100x");

    private final RandomGenerator random;
    private final String feed;
    private final boolean defaultTtl;
    private final boolean included;
    private final StringBuilder out = new StringBuilder();

    private GeneratedZone(RandomGenerator random, boolean included) {
        this.random = random;
        this.feed = random.nextInt(4) == 0 ? "\r\n" : "\n";
        this.defaultTtl = random.nextBoolean();
        this.included = included;
    }

    /** The texts by path: one file, or one and another that it includes. */
    public static SequencedMap<String, String> texts(RandomGenerator random) {
        var texts = new LinkedHashMap<String, String>();
        boolean include = random.nextInt(3) == 0;
        texts.put(FILE, new GeneratedZone(random, false).file(include));
        if (include) {
            texts.put("part.inc", new GeneratedZone(random, true).file(false));
        }
        return texts;
    }

    private String file(boolean include) {
        noise();
        if (random.nextBoolean()) {
            out.append("$ORIGIN example.com.").append(feed);
        }
        if (defaultTtl || included) {
            out.append("$TTL ").append(pick("3600", "1h", "1h30m", "300")).append(feed);
        }
        if (!included) {
            soa();
            out.append("@ IN NS ns1").append(feed);
        }
        int records = random.nextInt(25);
        int at = include ? random.nextInt(records + 1) : -1;
        for (int i = 0; i <= records; i++) {
            if (i == at) {
                out.append("$INCLUDE part.inc");
                out.append(pick("", " example.com.", " eu.example.com. ; theirs")).append(feed);
            }
            noise();
            record(included ? i == 0 && random.nextBoolean() : i == 0 || i == at);
        }
        if (random.nextInt(4) == 0) {
            out.setLength(out.length() - feed.length());
        }
        return out.toString();
    }

    private void noise() {
        switch (random.nextInt(8)) {
            case 0 -> out.append("; a comment (with \"what\" is special").append(feed);
            case 1 -> out.append(feed);
            case 2 -> out.append("   \t ").append(feed);
            case 3 -> out.append("  ; indented").append(feed);
            default -> {}
        }
    }

    private void soa() {
        String serial = pick("1", "2026010199", "4294967295", "2019123199");
        String ttl = random.nextBoolean() ? "" : "7200 ";
        out.append(pick("@", "example.com.")).append(blanks()).append(ttl).append("IN SOA ");
        out.append(
                random.nextBoolean()
                        ? "ns1 hostmaster " + serial + " 3600 600 604800 300"
                        : "ns1 hostmaster ("
                                + feed
                                + "\t"
                                + serial
                                + " ; serial"
                                + feed
                                + "  1h 600 1w 300 )");
        out.append(feed);
    }

    private void record(boolean first) {
        boolean blank = !first && random.nextInt(3) == 0;
        if (!blank && random.nextInt(12) == 0) {
            out.append("$ORIGIN ").append(pick("eu.example.com.", "example.com.")).append(feed);
        }
        out.append(blank ? "" : OWNERS.get(random.nextInt(OWNERS.size()))).append(blanks());
        var parts = new ArrayList<String>();
        if (random.nextInt(3) == 0) {
            parts.add(pick("300", "60", "2h", "86400"));
        }
        if (random.nextBoolean()) {
            parts.add(random.nextInt(parts.size() + 1), pick("IN", "in", "CLASS1"));
        }
        parts.forEach(part -> out.append(part).append(blanks()));
        data();
        out.append(random.nextInt(5) == 0 ? blanks() + "; why \"not\" (" : "").append(feed);
    }

    private void data() {
        int n = random.nextInt(1, 255);
        String one = text();
        String data =
                switch (random.nextInt(12)) {
                    case 0, 1 -> "A 10.0.0." + n;
                    case 2 -> "a 192.168." + n + ".1";
                    case 3 -> "AAAA fd00::" + n;
                    case 4, 5 -> "TXT " + one;
                    case 6 -> "TXT " + one + blanks() + text();
                    case 7 -> "TXT ( " + one + feed + "; inside (" + feed + "\t" + text() + " )";
                    case 8 -> "SRV 0 0 " + n + " node-a";
                    case 9 -> "PTR _p2p.eu";
                    case 10 -> "MX " + n + " mail.example.net.";
                    default ->
                            pick(
                                    "TYPE65280 \\# 3 0a0b0c",
                                    "A \\# 4 0A000001",
                                    "CAA 0 issue \"ca.example.net\"",
                                    "HINFO \"a b\" c",
                                    "SSHFP 4 2 ( 123456789abcdef67890123456789abcdef678901234"
                                            + feed
                                            + " 56789abcdef123456789 )");
                };
        out.append(data);
    }

    private String text() {
        return pick(
                "\"node-" + random.nextInt(9) + ".example.com\"",
                "plain",
                "\"a b\\\"c\\\\d\"",
                "\"semi;colon (x)\"",
                "\"\\200\\001\"",
                "\"\"",
                "pool=10.0.0.0/24",
                "\"x\\;y\"");
    }

    private String blanks() {
        return pick(" ", "\t", "    ", "\t\t", " \t ");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
