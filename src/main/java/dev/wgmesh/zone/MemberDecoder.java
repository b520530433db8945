package dev.wgmesh.zone;

import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.HostAddresses;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Decodes one listed member from the records at and beside its host name. */
final class MemberDecoder {
    private final QuestionLog questions;
    private final HostName host;
    private final MemberQuestions asked;
    private final Consumer<Problem> problems;
    private final Set<String> reasons = new HashSet<>();

    MemberDecoder(
            QuestionLog questions,
            HostName host,
            MemberQuestions asked,
            Consumer<Problem> problems) {
        this.asked = asked;
        this.questions = questions;
        this.host = host;
        this.problems = problems;
    }

    Member decode(MeshName list) {
        var records = MemberRecords.of(host, asked, questions);
        DnsAnswer<PublicKey> key =
                report(records.key().flatMap((keys, ttl) -> key(asked.key(), keys, ttl)));
        HostAddresses addresses =
                bounded(
                        new HostAddresses(addresses(records.v4()), addresses(records.v6())),
                        asked.wireguard());
        if (key.isAbsent()) {
            problems.accept(
                    new Problem(
                            asked.key().toString(),
                            "has no public key",
                            "publish the key: wg-mesh join " + host + " --public-key KEY"));
        }
        if (addresses.v4().isAbsent() && addresses.v6().isAbsent()) {
            problems.accept(
                    new Problem(
                            asked.v4().toString(),
                            "has no mesh address",
                            "publish an address: wg-mesh join " + host));
        }
        var candidates = new CandidateLimit(host);
        List<EndpointTarget> published =
                candidates.limit(targets(asked.service(), records.service(), true));
        List<EndpointTarget> asSeen =
                candidates.limit(targets(asked.reflexive(), records.reflexive(), false));
        candidates.problem().ifPresent(problems);
        return new Member(
                host, list, key, addresses, published, asSeen, report(metadata(records.pairs())));
    }

    /** Reads only what its endpoints are, which notes the unanswered questions for them. */
    void readEndpoints() {
        targets(asked.service(), questions.answer(asked.service()), true);
        targets(asked.reflexive(), questions.answer(asked.reflexive()), false);
    }

    private static DnsAnswer<PublicKey> key(
            Question question, List<KeyRecord> records, Duration ttl) {
        long texts =
                records.size() == 1 ? 1 : records.stream().map(KeyRecord::text).distinct().count();
        if (texts > 1) {
            return bad(
                    question,
                    "has " + texts + " keys, expected one",
                    "keep only the TXT record with the key");
        }
        return switch (records.getFirst().key()) {
            case KeyParseResult.Invalid<PublicKey>(_, String detail) ->
                    bad(question, detail, "publish the 44 characters that wg pubkey prints");
            case KeyParseResult.Valid<PublicKey>(PublicKey key) when key.isLowOrder() ->
                    bad(
                            question,
                            "is a key of low order, which anybody can impersonate",
                            "create a new key: wg-mesh keygen --out FILE");
            case KeyParseResult.Valid<PublicKey>(PublicKey key) -> new DnsAnswer.Found<>(key, ttl);
        };
    }

    private DnsAnswer<Metadata> metadata(DnsAnswer<KeyValueResult<Metadata>> pairs) {
        if (pairs instanceof DnsAnswer.Found<KeyValueResult<Metadata>>(var result, _)) {
            result.problems().forEach(problems);
        }
        return pairs.map(KeyValueResult::value);
    }

    private List<EndpointTarget> targets(
            Question question, DnsAnswer<RRset> answer, boolean byDefault) {
        return switch (answer) {
            case DnsAnswer.Absent<RRset> _ -> byDefault ? List.of(hostTarget()) : List.of();
            case DnsAnswer.Failed<RRset>(Problem problem) -> {
                reportOnce(problem);
                DnsAnswer<List<IpAddress>> unknown = new DnsAnswer.Failed<>(problem);
                // a failed lookup is an unknown target, not a missing one
                yield List.of(
                        new EndpointTarget(
                                host, Endpoint.DEFAULT_PORT, new HostAddresses(unknown, unknown)));
            }
            case DnsAnswer.Found<RRset>(RRset set, _) -> targets(question, set);
        };
    }

    private EndpointTarget hostTarget() {
        return new EndpointTarget(host, Endpoint.DEFAULT_PORT, candidates(asked.host()));
    }

    private List<EndpointTarget> targets(Question question, RRset set) {
        var targets = new ArrayList<EndpointTarget>();
        var services = new ArrayList<SRVRecord>(set.records().size());
        for (ZoneRecord record : set.records()) {
            services.add((SRVRecord) record.record());
        }
        services.sort(MemberDecoder::compareServices);
        for (SRVRecord srv : services) {
            if (srv.getTarget().equals(Name.root)) {
                continue; // RFC 2782: the service is not available here
            }
            boolean isOwn = srv.getTarget().equals(asked.host());
            Optional<HostName> name =
                    isOwn ? Optional.of(host) : HostName.parse(srv.getTarget().toString());
            if (name.isEmpty() || srv.getPort() == 0) {
                problems.accept(
                        new Problem(
                                question.toString(),
                                "has invalid target " + srv.getTarget() + " port " + srv.getPort(),
                                "use a host name and a port from 1 to 65535"));
            } else if (targets.size() < RecordFormat.MAX_CANDIDATES) {
                Name owner = isOwn ? asked.host() : Question.name(name.get());
                targets.add(new EndpointTarget(name.get(), srv.getPort(), candidates(owner)));
            }
        }
        return targets;
    }

    /** Compares by RFC 2782: lower priority first, heavier first. */
    private static int compareServices(SRVRecord a, SRVRecord b) {
        if (a.getPriority() != b.getPriority()) {
            return Integer.compare(a.getPriority(), b.getPriority());
        } else if (a.getWeight() != b.getWeight()) {
            return Integer.compare(b.getWeight(), a.getWeight());
        }
        int byTarget = a.getTarget().compareTo(b.getTarget());
        return byTarget != 0 ? byTarget : Integer.compare(a.getPort(), b.getPort());
    }

    private HostAddresses candidates(Name owner) {
        QuestionLog.Answers answers = questions.at(owner);
        return new HostAddresses(
                addresses(answers.answer(Type.A)), addresses(answers.answer(Type.AAAA)));
    }

    private DnsAnswer<List<IpAddress>> addresses(DnsAnswer<RRset> answer) {
        return report(answer.map(MemberDecoder::addresses));
    }

    private static List<IpAddress> addresses(RRset set) {
        var addresses = new ArrayList<IpAddress>(set.records().size());
        for (ZoneRecord record : set.records()) {
            addresses.add(record.address());
        }
        return addresses;
    }

    private HostAddresses bounded(HostAddresses published, Name owner) {
        int count = published.all().size();
        if (count > RecordFormat.MAX_ADDRESSES) {
            problems.accept(
                    new Problem(
                            owner.toString(true) + " A, AAAA",
                            "has "
                                    + count
                                    + " addresses, only "
                                    + RecordFormat.MAX_ADDRESSES
                                    + " are used",
                            "remove the other addresses"));
        }
        return published.atMost(RecordFormat.MAX_ADDRESSES);
    }

    private <T> DnsAnswer<T> report(DnsAnswer<T> answer) {
        if (answer instanceof DnsAnswer.Failed<T>(Problem problem)) {
            reportOnce(problem);
        }
        return answer;
    }

    /**
     * Reports a failed lookup, once for each reason and member: a silent server fails every lookup.
     */
    private void reportOnce(Problem problem) {
        if (reasons.add(problem.what())) {
            problems.accept(problem);
        }
    }

    private static <T> DnsAnswer<T> bad(Question question, String what, String fix) {
        return new DnsAnswer.Failed<>(new Problem(question.toString(), what, fix));
    }
}
