package dev.wgmesh.command;

import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.apply.WakeupSource;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.Locations;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.NotifyListener;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.tsig.TsigKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where a watching node hears of changes of a zone: a mixin. */
@OptionGroup.In(OptionGroup.ADVANCED)
final class NotifyOption {
    @Option(
            names = "--listen-notify",
            paramLabel = "ADDR[:PORT]",
            description = "With --watch: check at once on NOTIFY of the primary.")
    Optional<String> address = Optional.empty();

    /** A listener, or none. */
    interface Opened extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Opens the listener; without the option, none.
     *
     * @throws dev.wgmesh.problem.Failure INPUT where the address cannot be used, or no primary is
     *     known
     */
    Opened open(CommandSession session, Locations places, WakeupSignal bell) {
        if (address.isEmpty()) {
            return () -> {};
        }
        List<TsigKey> keys = places.primaryKeys();
        NotifyListener listener =
                NotifyListener.open(
                        NameServer.of(address.get(), NameServer.PORT),
                        () ->
                                places.contacts().stream()
                                        .filter(it -> it.use() == ContactAddress.Use.SERVER)
                                        .map(ContactAddress::address)
                                        .collect(Collectors.toSet()),
                        keys,
                        session.hostEnvironment().clock(),
                        () -> bell.signal(WakeupSource.Wake.ZONE_CHANGED));
        session.verbose(() -> "listening for NOTIFY at port " + listener.port());
        return listener::close;
    }
}
