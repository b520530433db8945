package dev.wgmesh.cli;

import dev.wgmesh.dns.NameServer;
import dev.wgmesh.render.Json;
import dev.wgmesh.serve.DevelopmentServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve}: the development DNS server. */
@Command(
        name = "serve",
        description = {
            "Answers DNS queries from the zone files (*.zone) of a folder, over UDP and TCP.",
            "A file that changes is served within a second; one that breaks, as it was.",
            "For development and tests: no transfers, no updates, no DNSSEC.",
            "It prints its address when it is ready, and goes on until it is stopped."
        },
        footer = {
            "  wg-mesh serve zones",
            "  wg-mesh serve zones --listen 127.0.0.1:0",
            "  wg-mesh list _p2p.example.com --resolver 127.0.0.1:5300"
        })
final class ServeCommand implements Action {
    /** Not 5353: multicast DNS holds that one on many desktops. */
    private static final int PORT = 5300;

    @Parameters(paramLabel = "DIR", description = "The folder of the zone files.")
    Path folder = Path.of("zones");

    @Option(
            names = "--listen",
            paramLabel = "HOST[:PORT]",
            description = "Where to listen (127.0.0.1:" + PORT + "); port 0 is any free one.")
    String listen = "127.0.0.1";

    @Override
    public Exit run(Session session) throws InterruptedException {
        NameServer wanted = NameServer.of(listen, PORT);
        session.note("for development: not a production server");
        Path path = folder.isAbsolute() ? folder : inside(session);
        try (var server = DevelopmentServer.start(path, wanted.address(), session::note)) {
            if (!server.address().getAddress().isLoopbackAddress()) {
                String address = server.address().getAddress().getHostAddress();
                session.note("it answers everybody who reaches " + address);
            }
            ready(session, new NameServer(server.address()).toString());
            new CountDownLatch(1).await();
        }
        return Exit.DONE;
    }

    private Path inside(Session session) {
        return session.outside().directory().resolve(folder);
    }

    private static void ready(Session session, String address) {
        if (session.json()) {
            session.printLine(Json.document("serve").put("address", address));
        } else {
            session.println(address);
            session.flushOut();
        }
    }
}
