package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Signals;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.serve.UpdateKeys;
import dev.wgmesh.serve.ZoneServer;
import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.tsig.TsigKeyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve}: the development DNS server. */
@Command(
        name = "serve",
        description = {
            ServeCommand.SUMMARY,
            "A changed file is served within a second. Clients on this machine can",
            "transfer zones (AXFR); signed updates (RFC 2136) change the zone file,",
            "within a second, and are in a journal beside it until then.",
            "DNSSEC and NOTIFY are not supported. The address is printed when ready."
        },
        footer = {
            "  wg-mesh serve zones",
            "  wg-mesh serve zones --listen 127.0.0.1:0",
            "  wg-mesh serve zones --tsig-key-file lab.key",
            "  wg-mesh list _p2p.example.com --resolver 127.0.0.1:5300"
        })
final class ServeCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Serve the *.zone files of a folder over DNS, for development.";

    /** Not 5353: multicast DNS holds that one on many desktops. */
    private static final int PORT = 5300;

    @Parameters(paramLabel = "DIR", description = "Folder of the zone files.")
    Path folder = Path.of("zones");

    @Option(
            names = "--listen",
            paramLabel = "HOST[:PORT]",
            description = "Address to listen on (default: 127.0.0.1:5300).")
    String listen = "127.0.0.1";

    @Option(
            names = "--tsig-key-file",
            paramLabel = "FILE",
            description = "Accept updates signed with this key; repeatable.")
    List<Path> keyFiles = List.of();

    @Option(names = "--allow-weak-tsig", description = "Accept hmac-md5 and hmac-sha1 keys.")
    boolean allowWeak;

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        NameServer wanted = NameServer.of(listen, PORT);
        session.note("for development: not a production server");
        Path path = inside(session, folder);
        UpdateKeys keys = keys(session);
        try (var server = ZoneServer.start(path, wanted.address(), keys, session::note)) {
            if (!server.address().getAddress().isLoopbackAddress()) {
                String address = server.address().getAddress().getHostAddress();
                session.note("queries from every host are answered at " + address);
            }
            var stop = new CountDownLatch(1);
            Signals signals = session.hostEnvironment().signals();
            signals.on(Signals.Kind.TERM, stop::countDown);
            signals.on(Signals.Kind.INT, stop::countDown);
            ready(session, new NameServer(server.address()).toString());
            stop.await();
        }
        return ExitCode.SUCCESS;
    }

    private UpdateKeys keys(CommandSession session) {
        if (allowWeak && keyFiles.isEmpty()) {
            throw Failure.input(
                    "--allow-weak-tsig", "requires --tsig-key-file", "add --tsig-key-file FILE");
        }
        var keys = new ArrayList<TsigKey>();
        for (Path file : keyFiles) {
            TsigKeyFile read = TsigKeyFile.read(inside(session, file), allowWeak);
            session.warn(read.warnings());
            keys.add(read.key());
            session.note("the key " + read.key() + " may update every zone served here");
        }
        return new UpdateKeys(keys, session.hostEnvironment().clock());
    }

    private static Path inside(CommandSession session, Path path) {
        return session.hostEnvironment().directory().resolve(path);
    }

    private static void ready(CommandSession session, String address) {
        if (session.json()) {
            session.printLine(JsonDocument.serve(address));
        } else {
            session.println(address);
            session.flushStdout();
        }
    }
}
