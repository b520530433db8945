package dev.wgmesh.testing.race;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provision.Hosting;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** The hosting of the mesh's one zone. */
record SingleZoneHosting(ZoneProvider place, DnsSource source) implements Hosting {
    /** The same where the place itself answers, which gives the whole zone. */
    static SingleZoneHosting answering(ZoneProvider place) {
        return new SingleZoneHosting(place, new Answering(place));
    }

    @Override
    public Optional<ZoneProvider> provider(Name owner) {
        return owner.subdomain(RaceMesh.APEX) ? Optional.of(place) : Optional.empty();
    }

    @Override
    public ReadingBudget budget() {
        return ReadingBudget.of(InstantSource.system());
    }

    @Override
    public DnsSource source(ReadingBudget budget) {
        return source;
    }

    private record Answering(ZoneProvider place) implements DnsSource {
        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            var now =
                    new DnsSnapshot(
                            List.of(place.read(List.of()).zone()),
                            Map.of(),
                            Optional.of("not there"));
            var answers = new TreeMap<Question, DnsAnswer<RRset>>();
            questions.forEach(q -> answers.put(q, now.answer(q).orElseThrow()));
            return answers;
        }

        @Override
        public String description() {
            return place.description();
        }
    }
}
