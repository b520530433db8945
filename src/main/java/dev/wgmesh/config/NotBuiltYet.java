package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.Answer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** Answers for zones whose place wg-mesh.toml knows and this wg-mesh does not: all Failed. */
record NotBuiltYet(Map<Name, Speaker> zones, DnsSource others) implements DnsSource {
    @Override
    public Map<Question, Answer<RRset>> ask(Collection<Question> questions) {
        var answers = new TreeMap<Question, Answer<RRset>>();
        var left = new ArrayList<Question>();
        for (Question question : questions) {
            Optional<Name> zone =
                    zones.keySet().stream().filter(question.owner()::subdomain).findFirst();
            Optional<Speaker> speaker = zone.map(zones::get);
            if (speaker.isPresent()) {
                answers.put(
                        question, new Answer.Failed<>(problem(question.owner(), speaker.get())));
            } else {
                left.add(question);
            }
        }
        answers.putAll(others.ask(left));
        return answers;
    }

    static Problem problem(Name name, Speaker speaker) {
        return new Problem(
                name.toString(true),
                "wg-mesh.toml says that " + speaker + " hosts it, which wg-mesh cannot use yet",
                "read it with --resolver or --zones; write with --zones or --emit");
    }

    @Override
    public String description() {
        return others.description();
    }
}
