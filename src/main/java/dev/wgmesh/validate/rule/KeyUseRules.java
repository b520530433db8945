package dev.wgmesh.validate.rule;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.limits.SharedWork;
import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.KeyRecord;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Rules about keys compared with each other. */
final class KeyUseRules {
    private KeyUseRules() {}

    static List<Rule> all() {
        return List.of(
                new K007SharedKey(), new K008TwoKeys(), new K009PrivateKey(), new K010DemoKey());
    }

    /** One key at two members. */
    static final class K007SharedKey implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K007",
                    Level.ERROR,
                    "same key at two members",
                    "WireGuard identifies a peer by its key: both members become one peer, with "
                            + "the addresses of the member configured last.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            var holders = new HashMap<PublicKey, HostName>();
            var findings = new ArrayList<Finding>();
            for (ListedMember member : tree.members().values()) {
                for (KeyRecord record : member.records().keys()) {
                    Optional<PublicKey> key = record.validKey();
                    if (key.isPresent()) {
                        HostName first = holders.computeIfAbsent(key.get(), _ -> record.host());
                        if (!first.equals(record.host())) {
                            findings.add(shared(record, first));
                        }
                    }
                }
            }
            return findings.stream();
        }

        private Finding shared(KeyRecord record, HostName first) {
            return finding(
                    FindingLocation.of(record),
                    record.host() + " has the same key as " + first,
                    KeyFormatRules.newKey(record));
        }
    }

    /** A name with more than one TXT record where a key is expected. */
    static final class K008TwoKeys implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K008",
                    Level.ERROR,
                    "more than one TXT record where the key is",
                    "Readers cannot tell which record is the key: they use none of them, or an "
                            + "arbitrary one.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.rrsets(set -> set.is(Type.TXT) && set.hasUnderscore() && set.size() > 1)
                    .filter(set ->
                            set.records().stream().map(ZoneRecord::text).distinct().count() > 1)
                    .flatMap(set ->
                            KeyRecord.of(set).stream()
                                    .filter(record ->
                                            !record.record().equals(set.records().getFirst()))
                                    .limit(1)
                                    .filter(record -> record.text().equals(record.record().text()))
                                    .map(record ->
                                            finding(
                                                    FindingLocation.of(record),
                                                    set.records().size()
                                                            + " TXT records, expected exactly one",
                                                    "keep only the key that wg pubkey prints on "
                                                            + record.host())));
        }
    }

    /**
     * A private key in a TXT record, of the mesh or not. Where a public key belongs, only a clamped
     * private key is found (RFC 7748, section 5), as {@code wg genkey} writes them: to try every
     * public key as a private one takes longer than all other rules.
     */
    static final class K009PrivateKey implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K009",
                    Level.ERROR,
                    "a private key is published",
                    "Anybody who has read it can impersonate the member and receive what others "
                            + "send to it. Where a public key belongs, only private keys as wg "
                            + "genkey writes them are found.",
                    "docs/records.md; RFC 7748, section 5");
        }

        private static final int KEY_CHARACTERS = 44;

        /** A key in base64 (RFC 4648, section 4) that is not a part of a longer text. */
        private static final Pattern KEY =
                Pattern.compile("(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])");

        /** The line of a private key in a WireGuard configuration, and its likes. */
        private static final Pattern PRIVATE_KEY =
                Pattern.compile(
                        "priv(ate)?[-_ ]?key[\"']?\\s*[=:]\\s*[\"']?" + KEY.pattern(),
                        Pattern.CASE_INSENSITIVE);

        /**
         * A record whose text contains what may be keys.
         *
         * @param keys at least one
         */
        private record Candidate(ZoneRecord record, String text, List<String> keys) {
            static Stream<Candidate> of(ZoneRecord record) {
                String text = record.text();
                Matcher key = KEY.matcher(text);
                if (!key.find()) {
                    return Stream.empty();
                }
                var keys = new ArrayList<String>(1);
                do {
                    keys.add(key.group());
                } while (key.find());
                return Stream.of(new Candidate(record, text, keys));
            }

            /** Returns what the record contains; empty where that is no private key. */
            Optional<String> fault(Map<String, String> owners) {
                for (String key : keys) {
                    String owner = owners.get(key);
                    if (owner != null) {
                        return Optional.of("the record contains " + owner);
                    }
                }
                return text.length() > KEY_CHARACTERS && PRIVATE_KEY.matcher(text).find()
                        ? Optional.of("the record contains a private key")
                        : Optional.empty();
            }
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            List<Candidate> candidates =
                    in.rrsets(set -> set.is(Type.TXT) && set.octets() >= KEY_CHARACTERS)
                            .flatMap(set -> set.records().stream())
                            .flatMap(Candidate::of)
                            .toList();
            Map<String, String> owners = owners(candidates, in);
            return candidates.stream()
                    .flatMap(candidate ->
                            candidate
                                    .fault(owners)
                                    .map(what -> finding(candidate.record(), what))
                                    .stream());
        }

        /**
         * Returns whose private keys the texts are that are such keys. A text that may be one is
         * multiplied with the base point once (RFC 7748), which takes 50 to 80 microseconds.
         */
        private static Map<String, String> owners(
                List<Candidate> candidates, ValidationContext in) {
            Map<String, HostName> holders = holders(in);
            Set<PublicKey> local = in.request().localKeys();
            if (holders.isEmpty() && local.isEmpty()) {
                return Map.of();
            }
            Set<String> texts =
                    candidates.stream()
                            .flatMap(candidate -> candidate.keys().stream())
                            .collect(Collectors.toCollection(LinkedHashSet::new));
            return SharedWork.of(texts)
                    .flatMap(text ->
                            owner(text, holders, local)
                                    .map(owner -> Map.entry(text, owner))
                                    .stream())
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        /**
         * Returns whose private key a text is; empty if it belongs to no known public key.
         *
         * @param holders by the text of their public key
         */
        private static Optional<String> owner(
                String text, Map<String, HostName> holders, Set<PublicKey> local) {
            return PrivateKey.parse(text)
                    .valid()
                    .filter(key -> key.isClamped() || !holders.containsKey(text))
                    .map(PrivateKey::publicKey)
                    .flatMap(key ->
                            Optional.ofNullable(holders.get(key.base64()))
                                    .map(holder -> "the private key of " + holder)
                                    .or(() ->
                                            local.contains(key)
                                                    ? Optional.of("a private key of this machine")
                                                    : Optional.empty()));
        }

        private static Map<String, HostName> holders(ValidationContext in) {
            var holders = new HashMap<String, HostName>();
            for (KeyRecord record : in.keys()) {
                if (record.validKey().isPresent()) {
                    holders.putIfAbsent(record.text(), record.host());
                }
            }
            return holders;
        }

        private Finding finding(ZoneRecord record, String what) {
            FindingLocation where =
                    KeyRecord.of(new RRset(record.question(), List.of(record))).stream()
                            .map(FindingLocation::of)
                            .findFirst()
                            .orElseGet(() -> FindingLocation.of(record));
            return finding(
                    where,
                    what,
                    "remove the record now, create a new key (wg-mesh keygen) and publish only its "
                            + "public key");
        }
    }

    /** A key that is printed in documents. */
    static final class K010DemoKey implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K010",
                    Level.WARNING,
                    "a well-known demo key",
                    "The key is printed in documents, and somebody else may hold its private key: "
                            + "use it to try things out, never for a mesh in use.",
                    "README.md");
        }

        /** Keys of README.md and zones/, and a test key whose private key is public. */
        private static final Set<String> DEMO =
                Set.of(
                        "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=",
                        "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=",
                        "mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=",
                        "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=");

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.keys().stream()
                    .filter(record -> DEMO.contains(record.text()))
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "the key of " + record.host() + " is a demo key",
                                    KeyFormatRules.newKey(record)));
        }
    }
}
