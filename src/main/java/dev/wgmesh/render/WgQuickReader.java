package dev.wgmesh.render;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.ConfiguredInterface;
import dev.wgmesh.plan.ConfiguredPeer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a configuration file of wg-quick(8), or of wg(8). As these do, it takes names in any case
 * and several values in a line or in several lines.
 */
public final class WgQuickReader {
    /** Settings of wg-quick that say nothing about the mesh; wg has FwMark. */
    private static final Set<String> OTHERS =
            Set.of(
                    "dns",
                    "table",
                    "fwmark",
                    "preup",
                    "postup",
                    "predown",
                    "postdown",
                    "saveconfig");

    private static final Pattern NAME = Pattern.compile("(?i)(?:name|host)\\s*[=:]\\s*(\\S+).*");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<ConfiguredPeer> peers = new ArrayList<>();
    private final InterfaceSettings settings = new InterfaceSettings();
    private Optional<PeerSettings> peer = Optional.empty();
    private Optional<String> comment = Optional.empty();
    private boolean isName;
    private boolean hasInterface;
    private boolean hasSection;
    private int line;

    private WgQuickReader(String file) {
        this.file = file;
    }

    private static final class InterfaceSettings {
        Optional<String> comment = Optional.empty();
        Optional<PublicKey> key = Optional.empty();
        final List<IpAddress> addresses = new ArrayList<>();
        Optional<Integer> port = Optional.empty();
        Optional<Integer> mtu = Optional.empty();
        final Set<String> others = new TreeSet<>();
    }

    private static final class PeerSettings {
        final int line;
        Optional<String> comment;
        Optional<PublicKey> key = Optional.empty();
        Optional<String> endpoint = Optional.empty();
        final List<Prefix> allowedIps = new ArrayList<>();
        Duration keepalive = Duration.ZERO;
        boolean hasPresharedKey;

        PeerSettings(int line, Optional<String> comment) {
            this.line = line;
            this.comment = comment;
        }
    }

    /**
     * Returns the interface of a file.
     *
     * @param file what messages call the text
     * @throws Failure INPUT with everything that is wrong with it; no key is quoted
     */
    public static ConfiguredInterface read(String text, String file) {
        var reader = new WgQuickReader(file);
        text.lines().forEach(reader::line);
        if (reader.isName) {
            reader.nameSection();
        }
        reader.endPeer();
        if (!reader.hasInterface) {
            throw Failure.input(
                    file,
                    "has no [Interface] section",
                    "give a file of wg-quick, such as /etc/wireguard/wg0.conf");
        }
        if (!reader.problems.isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, reader.problems);
        }
        InterfaceSettings settings = reader.settings;
        return new ConfiguredInterface(
                settings.comment,
                settings.key,
                settings.addresses,
                settings.port,
                settings.mtu,
                List.copyOf(settings.others),
                reader.peers);
    }

    private void line(String text) {
        line++;
        int hash = text.indexOf('#');
        String setting = (hash < 0 ? text : text.substring(0, hash)).strip();
        if (setting.isEmpty()) {
            comment(hash < 0 ? "" : text.substring(hash + 1).strip());
        } else if (setting.startsWith("[")) {
            section(setting);
        } else {
            setting(setting);
        }
    }

    /**
     * A comment that may name a section: the one before it, the first one in it, or {@code Name =
     * HOST} anywhere in it. An empty line separates a comment from what follows.
     */
    private void comment(String text) {
        Matcher name = NAME.matcher(text);
        isName = name.matches();
        comment = Optional.of(isName ? name.group(1) : text).filter(it -> !it.isEmpty());
    }

    private void nameSection() {
        if (peer.isPresent()) {
            PeerSettings current = peer.get();
            if (isName || current.comment.isEmpty() && current.key.isEmpty()) {
                current.comment = comment.or(() -> current.comment);
            }
        } else if (isName || settings.comment.isEmpty() && settings.key.isEmpty()) {
            settings.comment = comment.or(() -> settings.comment);
        }
        comment = Optional.empty();
        isName = false;
    }

    private void section(String text) {
        endPeer();
        switch (text.toLowerCase(Locale.ROOT)) {
            case "[interface]" -> {
                if (hasInterface) {
                    problem("has a second [Interface] section", "keep one");
                }
                hasInterface = true;
                settings.comment = comment;
            }
            case "[peer]" -> peer = Optional.of(new PeerSettings(line, comment));
            default -> problem("has the unknown section " + text, "use [Interface] and [Peer]");
        }
        hasSection = true;
        comment = Optional.empty();
        isName = false;
    }

    private void endPeer() {
        peer.ifPresent(it ->
                it.key.ifPresentOrElse(
                        key ->
                                peers.add(
                                        new ConfiguredPeer(
                                                it.comment,
                                                key,
                                                it.endpoint,
                                                it.allowedIps.stream().distinct().sorted().toList(),
                                                it.keepalive,
                                                it.hasPresharedKey)),
                        () ->
                                problems.add(
                                        new Problem(
                                                file + ":" + it.line,
                                                "this [Peer] has no PublicKey",
                                                "add its public key, or remove the section"))));
        peer = Optional.empty();
    }

    private void setting(String text) {
        nameSection();
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).strip();
        String value = equals < 0 ? "" : text.substring(equals + 1).strip();
        if (equals < 0 || !hasSection) {
            problem("expected NAME = VALUE in a section", "");
        } else if (peer.isPresent()) {
            peerSetting(peer.get(), name, value);
        } else {
            interfaceSetting(name, value);
        }
    }

    private void interfaceSetting(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        switch (key) {
            case "privatekey" -> settings.key = privateKey(value);
            case "address" ->
                    values(value)
                            .forEach(it ->
                                    prefixOf(it)
                                            .ifPresent(_ ->
                                                    IpAddress.parse(it.split("/", 2)[0])
                                                            .ifPresent(settings.addresses::add)));
            case "listenport" -> settings.port = number(name, value, 0, 65_535);
            case "mtu" -> settings.mtu = number(name, value, 576, 65_535);
            default -> {
                if (OTHERS.contains(key)) {
                    settings.others.add(name);
                } else {
                    problem("has the unknown setting " + name + " in [Interface]", "remove it");
                }
            }
        }
    }

    private void peerSetting(PeerSettings peer, String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "publickey" -> {
                peer.key = PublicKey.parse(value).valid();
                if (peer.key.isEmpty()) {
                    problem("its PublicKey is not a key of 44 characters of base64", "");
                }
            }
            case "presharedkey" -> peer.hasPresharedKey = true;
            case "allowedips" ->
                    values(value).forEach(it -> prefixOf(it).ifPresent(peer.allowedIps::add));
            case "endpoint" -> peer.endpoint = Optional.of(value);
            case "persistentkeepalive" ->
                    peer.keepalive =
                            value.equalsIgnoreCase("off")
                                    ? Duration.ZERO
                                    : number(name, value, 0, 65_535)
                                            .map(Duration::ofSeconds)
                                            .orElse(Duration.ZERO);
            default -> problem("has the unknown setting " + name + " in [Peer]", "remove it");
        }
    }

    private Optional<PublicKey> privateKey(String value) {
        Optional<PublicKey> key = PrivateKey.parse(value).valid().map(PrivateKey::publicKey);
        if (key.isEmpty()) {
            problem("its PrivateKey is not a key of 44 characters of base64", "");
        }
        return key;
    }

    private static Stream<String> values(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(it -> !it.isEmpty());
    }

    private Optional<Prefix> prefixOf(String text) {
        Optional<Prefix> prefix =
                text.contains("/")
                        ? Prefix.parseWithHostBits(text)
                        : IpAddress.parse(text).map(IpAddress::asPrefix);
        if (prefix.isEmpty()) {
            problem(text + " is not an address or a prefix", "");
        }
        return prefix;
    }

    private Optional<Integer> number(String name, String value, int least, int most) {
        if (value.matches("\\d{1,5}")
                && Integer.parseInt(value) >= least
                && Integer.parseInt(value) <= most) {
            return Optional.of(Integer.parseInt(value));
        }
        problem(name + " is not a number from " + least + " to " + most, "");
        return Optional.empty();
    }

    private void problem(String what, String fix) {
        problems.add(new Problem(file + ":" + line, what, fix));
    }
}
