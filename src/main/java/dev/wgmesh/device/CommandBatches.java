package dev.wgmesh.device;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.DeviceChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Groups changes into tool invocations: consecutive changes of one tool share a process. */
final class CommandBatches {
    /** Characters of arguments in one {@code wg set}; Linux accepts 2 MiB. */
    private static final int ARGUMENTS = 100_000;

    /** A preshared key on standard input: every user of the machine can see arguments. */
    private static final String SECRET = "/dev/stdin";

    /** An empty file: no preshared key. */
    private static final String NOTHING = "/dev/null";

    /** The commands of one process. */
    sealed interface Batch {
        /** Arguments of {@code wg set IF}. */
        record Wg(List<String> words) implements Batch {}

        /**
         * Arguments of {@code wg set IF} that read a preshared key from standard input; one each,
         * since {@code wg} reads only one key there.
         */
        record WgSecret(List<String> words, PresharedKey secret) implements Batch {}

        /** Lines of {@code ip -batch}. */
        record Ip(List<String> lines) implements Batch {}

        /** Lines of {@code ip -batch} that remove addresses. */
        record RemoveAddresses(List<String> lines) implements Batch {}
    }

    private final String device;
    private final List<Batch> done = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> removals = new ArrayList<>();
    private int length;

    private CommandBatches(String device) {
        this.device = device;
    }

    static List<Batch> of(String device, List<DeviceChange> changes) {
        var batches = new CommandBatches(device);
        changes.forEach(batches::add);
        batches.flush();
        return batches.done;
    }

    private void add(DeviceChange change) {
        switch (change) {
            case DeviceChange.SetLinkUp() -> ip("link set dev " + device + " up");
            case DeviceChange.AddPeer(Peer peer, Optional<PresharedKey> psk) ->
                    psk.ifPresentOrElse(key -> secret(add(peer, SECRET), key), () -> wg(add(peer)));
            case DeviceChange.SetPresharedKey(PublicKey key, Optional<PresharedKey> psk) ->
                    psk.ifPresentOrElse(
                            secret -> secret(presharedKey(key, SECRET), secret),
                            () -> wg(presharedKey(key, NOTHING)));
            case DeviceChange.UpdatePeer update -> wg(update(update));
            case DeviceChange.RemovePeer(PublicKey key) ->
                    wg(List.of("peer", key.base64(), "remove"));
            case DeviceChange.AddAddress(IpAddress address) ->
                    ip("addr add " + address.asPrefix() + " dev " + device + noDad(address));
            case DeviceChange.RemoveAddress(IpAddress address) ->
                    removeAddress("addr del " + address.asPrefix() + " dev " + device);
            case DeviceChange.AddRoute add -> ip("route add " + RouteTable.arguments(add.route()));
            case DeviceChange.ReplaceRoute replace ->
                    ip("route replace " + RouteTable.arguments(replace.after()));
            case DeviceChange.RemoveRoute remove ->
                    ip("route del " + RouteTable.arguments(remove.route()));
        }
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

    private static List<String> presharedKey(PublicKey peer, String file) {
        return List.of("peer", peer.base64(), "preshared-key", file);
    }

    private static List<String> add(Peer peer, String secretFile) {
        var words = new ArrayList<>(presharedKey(peer.key(), secretFile));
        words.addAll(settings(peer));
        return words;
    }

    private static List<String> add(Peer peer) {
        var words = new ArrayList<>(List.of("peer", peer.key().base64()));
        words.addAll(settings(peer));
        return words;
    }

    private static List<String> settings(Peer peer) {
        var words = new ArrayList<String>();
        peer.endpoint().ifPresent(e -> words.addAll(List.of("endpoint", e.toString())));
        words.addAll(List.of("allowed-ips", joinPrefixes(peer.allowedIps())));
        words.addAll(List.of("persistent-keepalive", seconds(peer.keepalive())));
        return words;
    }

    private static List<String> update(DeviceChange.UpdatePeer change) {
        var words = new ArrayList<>(List.of("peer", change.key().base64()));
        change.endpoint().ifPresent(e -> words.addAll(List.of("endpoint", e.toString())));
        change.allowedIps().ifPresent(l -> words.addAll(List.of("allowed-ips", joinPrefixes(l))));
        change.keepalive()
                .ifPresent(k -> words.addAll(List.of("persistent-keepalive", seconds(k))));
        return words;
    }

    private static String joinPrefixes(List<Prefix> prefixes) {
        return prefixes.stream().map(Prefix::toString).collect(Collectors.joining(","));
    }

    private static String seconds(Duration keepalive) {
        return keepalive.isZero() ? "off" : Long.toString(keepalive.toSeconds());
    }

    private void wg(List<String> more) {
        if (!lines.isEmpty() || !removals.isEmpty()) {
            flush();
        }
        int added = more.stream().mapToInt(word -> word.length() + 1).sum();
        if (length + added > ARGUMENTS) {
            flush();
        }
        words.addAll(more);
        length += added;
    }

    private void secret(List<String> all, PresharedKey key) {
        flush();
        done.add(new Batch.WgSecret(List.copyOf(all), key));
    }

    private void ip(String line) {
        if (!words.isEmpty() || !removals.isEmpty()) {
            flush();
        }
        lines.add(line);
    }

    private void removeAddress(String line) {
        if (!words.isEmpty() || !lines.isEmpty()) {
            flush();
        }
        removals.add(line);
    }

    private void flush() {
        if (!words.isEmpty()) {
            done.add(new Batch.Wg(List.copyOf(words)));
        }
        if (!lines.isEmpty()) {
            done.add(new Batch.Ip(List.copyOf(lines)));
        }
        if (!removals.isEmpty()) {
            done.add(new Batch.RemoveAddresses(List.copyOf(removals)));
        }
        words.clear();
        lines.clear();
        removals.clear();
        length = 0;
    }
}
