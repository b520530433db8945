package dev.wgmesh.zone;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DecimalText;
import dev.wgmesh.model.MemberServices;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.model.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads and writes the metadata of a member, the texts at {@code _meta._wireguard.HOST}. */
public final class MetadataText {
    /** Maximum number of nets of a member. */
    private static final int MAX_NETS = 8;

    private static final Pattern SITE = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

    private MetadataText() {}

    /** Reads the texts; an unreadable pair is ignored and reported as a fault. */
    public static KeyValueResult<Metadata> read(Question question, RRset set) {
        return read(new KeyValueText(question, set));
    }

    /** Reads texts that are to be written at {@code question}. */
    public static KeyValueResult<Metadata> read(Question question, List<String> texts) {
        return read(new KeyValueText(question, texts));
    }

    private static KeyValueResult<Metadata> read(KeyValueText pairs) {
        List<Prefix> nets = pairs.prefixes("net", "10.1.0.0/16");
        var metadata =
                new Metadata(
                        pairs.one("site", "NAME, of a-z, 0-9, dot and hyphen", MetadataText::site),
                        pairs.one("nat", "yes, no or hard", Nat::parse),
                        nets.stream().sorted().limit(MAX_NETS).toList(),
                        pairs.one(
                                "next-key",
                                "KEY, a public key",
                                text -> PublicKey.parse(text).valid()),
                        services(pairs),
                        pairs.rest());
        if (nets.size() > MAX_NETS) {
            pairs.fault(
                    "net",
                    "has " + nets.size() + " nets, only the first " + MAX_NETS + " are used",
                    "remove the other nets");
        }
        return pairs.result(metadata);
    }

    private static MemberServices services(KeyValueText pairs) {
        return new MemberServices(
                pairs.one("relay", "yes or no", MetadataText::yesNo),
                pairs.one("observe", "yes or no", MetadataText::yesNo),
                pairs.one("observe-port", "PORT, from 1 to 65535", MetadataText::port));
    }

    private static Optional<Integer> port(String text) {
        return Optional.of(DecimalText.parse(text, 0, text.length(), 65535))
                .filter(port -> port > 0);
    }

    private static Stream<String> write(MemberServices services) {
        return Stream.of(
                        services.relay().stream().map(yes -> "relay=" + yesNo(yes)),
                        services.observe().stream().map(yes -> "observe=" + yesNo(yes)),
                        services.observePort().stream().map(port -> "observe-port=" + port))
                .flatMap(texts -> texts);
    }

    private static String yesNo(boolean yes) {
        return yes ? "yes" : "no";
    }

    /** Returns the name of a site; empty for any other text. */
    public static Optional<String> site(String text) {
        return Optional.of(text).filter(site -> SITE.matcher(site).matches());
    }

    private static Optional<Boolean> yesNo(String text) {
        return switch (text) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Returns the texts of the metadata. */
    public static List<String> write(Metadata metadata) {
        return Stream.of(
                        metadata.site().stream().map(site -> "site=" + site),
                        metadata.nat().stream().map(nat -> "nat=" + nat),
                        metadata.nets().stream().map(net -> "net=" + net),
                        metadata.nextKey().stream().map(key -> "next-key=" + key),
                        write(metadata.services()),
                        metadata.other().stream())
                .flatMap(texts -> texts)
                .toList();
    }
}
