package dev.wgmesh.serve;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers over UDP, one query after the other. */
final class UdpService implements Runnable {
    /** Octets of a query taken in: far more than any needs. */
    private static final int LONGEST_QUERY = 4096;

    private final DatagramSocket socket;
    private final Supplier<ServedZones> zones;
    private final Consumer<String> log;

    UdpService(DatagramSocket socket, Supplier<ServedZones> zones, Consumer<String> log) {
        this.socket = socket;
        this.zones = zones;
        this.log = log;
    }

    /** Answers until the socket is closed. */
    @Override
    public void run() {
        var packet = new DatagramPacket(new byte[LONGEST_QUERY], LONGEST_QUERY);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LONGEST_QUERY);
                socket.receive(packet);
                answer(packet);
            } catch (IOException | RuntimeException e) {
                if (!socket.isClosed()) {
                    log.accept("a query over UDP was not answered: " + e);
                }
            }
        }
    }

    private void answer(DatagramPacket query) throws IOException {
        byte[] octets = Arrays.copyOf(query.getData(), query.getLength());
        Optional<byte[]> answer = Responder.answer(zones.get(), octets, false);
        if (answer.isPresent() && query.getPort() != 0) {
            byte[] reply = answer.get();
            socket.send(new DatagramPacket(reply, reply.length, query.getSocketAddress()));
        }
    }
}
