package dev.wgmesh.testing;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.provider.MemoryProvider;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provision.Hosting;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** Zones hosted in memory; names outside them cannot be read. */
public final class MemoryHosting implements Hosting {
    private final List<MemoryProvider> providers = new ArrayList<>();

    /** Adds the zone written as zone-file text without SOA. */
    public MemoryHosting with(String apex, String text) {
        ZoneContents read = TestZones.text(apex, text).zones().getFirst();
        var zone = new ZoneContents(read.apex(), "memory of " + apex, read.records(), List.of());
        providers.add(new MemoryProvider(zone, InstantSource.system()));
        return this;
    }

    @Override
    public Optional<ZoneProvider> provider(Name owner) {
        return providers.stream()
                .filter(p -> owner.subdomain(apex(p)))
                .max(Comparator.comparingInt(p -> apex(p).labels()))
                .map(p -> p);
    }

    private static Name apex(ZoneProvider provider) {
        return provider.read(List.of()).zone().apex();
    }

    @Override
    public ReadingBudget budget() {
        return ReadingBudget.of(InstantSource.system());
    }

    @Override
    public DnsSource source(ReadingBudget budget) {
        return new DnsSource() {
            @Override
            public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
                DnsSnapshot now = snapshot();
                var answers = new TreeMap<Question, DnsAnswer<RRset>>();
                questions.forEach(q -> answers.put(q, now.answer(q).orElseThrow()));
                return answers;
            }

            @Override
            public String description() {
                return "memory";
            }
        };
    }

    /** The zones as they are now. */
    public DnsSnapshot snapshot() {
        return new DnsSnapshot(
                providers.stream().map(p -> p.read(List.of()).zone()).toList(),
                Map.of(),
                Optional.of("not in memory"));
    }
}
