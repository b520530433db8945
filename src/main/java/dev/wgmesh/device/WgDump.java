package dev.wgmesh.device;

import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The output of {@code wg show IF dump}: tab separated, the interface first (private key, public
 * key, port, mark), then the peers (key, preshared key, endpoint, allowed IPs, handshake, received,
 * sent, keepalive). The private key is skipped, preshared keys are kept as values that cannot be
 * printed, and no error quotes the text.
 */
record WgDump(Optional<PublicKey> key, int port, List<PeerState> peers) {
    private static final int INTERFACE_FIELDS = 4;
    private static final int PEER_FIELDS = 8;

    static WgDump parse(String name, String text) {
        try {
            Iterator<String> lines = text.lines().iterator();
            String[] own = lines.next().split("\t", -1);
            if (own.length != INTERFACE_FIELDS) {
                throw new IllegalArgumentException();
            }
            var peers = new ArrayList<PeerState>();
            lines.forEachRemaining(line -> peers.add(peer(line)));
            return new WgDump(
                    own[0].equals("(none)") ? Optional.empty() : Optional.of(key(own[1])),
                    Integer.parseInt(own[2]),
                    peers);
        } catch (RuntimeException _) {
            throw Failure.unreadable(
                    "wg show " + name + " dump",
                    "printed an unknown format",
                    "install wireguard-tools 1.0.20200102 or later");
        }
    }

    private static PeerState peer(String line) {
        String[] field = line.split("\t", -1);
        if (field.length != PEER_FIELDS) {
            throw new IllegalArgumentException();
        }
        long handshake = Long.parseLong(field[4]);
        return new PeerState(
                        new Peer(
                                key(field[0]),
                                field[2].equals("(none)") ? Optional.empty() : endpoint(field[2]),
                                prefixes(field[3]),
                                Duration.ofSeconds(
                                        field[7].equals("off") ? 0 : Long.parseLong(field[7]))),
                        handshake == 0
                                ? Optional.empty()
                                : Optional.of(Instant.ofEpochSecond(handshake)),
                        Long.parseLong(field[5]),
                        Long.parseLong(field[6]),
                        false)
                .withPresharedKey(presharedKey(field[1]));
    }

    private static Optional<PresharedKey> presharedKey(String text) {
        if (text.equals("(none)")) {
            return Optional.empty();
        }
        return switch (PresharedKey.parse(text)) {
            case KeyParseResult.Valid<PresharedKey>(PresharedKey key) -> Optional.of(key);
            case KeyParseResult.Invalid<PresharedKey>(_, String detail) ->
                    throw new IllegalArgumentException(detail);
        };
    }

    private static PublicKey key(String text) {
        return switch (PublicKey.parse(text)) {
            case KeyParseResult.Valid<PublicKey>(PublicKey key) -> key;
            case KeyParseResult.Invalid<PublicKey>(_, String detail) ->
                    throw new IllegalArgumentException(detail);
        };
    }

    /**
     * Parses an endpoint without the zone of a link-local address ({@code [fe80::1%eth0]:51820}).
     */
    private static Optional<Endpoint> endpoint(String text) {
        int zone = text.indexOf('%');
        String plain =
                zone < 0 ? text : text.substring(0, zone) + text.substring(text.indexOf(']'));
        return Optional.of(Endpoint.parse(plain).orElseThrow());
    }

    private static List<Prefix> prefixes(String text) {
        return text.equals("(none)")
                ? List.of()
                : Stream.of(text.split(",")).map(WgDump::prefix).toList();
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseGet(() -> IpAddress.of(text).asPrefix());
    }
}
