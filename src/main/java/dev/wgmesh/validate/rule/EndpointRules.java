package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

/** Rules about the records of a member's endpoint. */
final class EndpointRules {
    private EndpointRules() {}

    static List<Rule> all() {
        return List.of(new R008ServiceTarget(), new R009Candidates());
    }

    /** Returns the SRV RRsets of a member: its endpoint, and its endpoint as others see it. */
    private static Stream<RRset> services(ListedMember member) {
        return Stream.of(member.records().service(), member.records().reflexive())
                .flatMap(answer -> answer.found().stream());
    }

    /** An SRV record that names no port or no host. */
    static final class R008ServiceTarget implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "R008",
                    Level.ERROR,
                    "SRV record with port 0, or without a host name",
                    "Readers skip the record: members send nothing to this endpoint.",
                    "RFC 2782; docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.members()
                    .flatMap(member ->
                            services(member)
                                    .flatMap(set -> set.records().stream())
                                    .filter(R008ServiceTarget::isUnusable)
                                    .map(record -> finding(member, record)));
        }

        /** Returns whether readers skip the record; the root is "not available" (RFC 2782). */
        private static boolean isUnusable(ZoneRecord record) {
            return record.record() instanceof SRVRecord srv
                    && !srv.getTarget().equals(Name.root)
                    && (srv.getPort() == 0 || HostName.parse(srv.getTarget().toString()).isEmpty());
        }

        private Finding finding(ListedMember member, ZoneRecord record) {
            var srv = (SRVRecord) record.record();
            return finding(
                    FindingLocation.of(record).withMember(member.name()),
                    record.question()
                            + " names port "
                            + srv.getPort()
                            + " of "
                            + srv.getTarget().toString(true),
                    "use a host name and a port from 1 to 65535: wg-mesh set "
                            + member.name()
                            + " --endpoint ADDRESS:PORT");
        }
    }

    /** More endpoint addresses than readers use. */
    static final class R009Candidates implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "R009",
                    Level.WARNING,
                    "more than 8 endpoint addresses",
                    "Readers use 8 endpoint addresses of a member, those of its best SRV records "
                            + "first, and ignore the others.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.members()
                    .flatMap(member -> {
                        List<RRset> services = services(member).toList();
                        return Stream.concat(
                                services.stream().flatMap(set -> check(member, set).stream()),
                                check(member, addresses(member)).stream());
                    });
        }

        private static List<ZoneRecord> addresses(ListedMember member) {
            return member.endpoints().byName().values().stream().flatMap(List::stream).toList();
        }

        private Optional<Finding> check(ListedMember member, RRset set) {
            return check(member, set.question().toString(), set.records(), "records");
        }

        private Optional<Finding> check(ListedMember member, List<ZoneRecord> addresses) {
            return check(member, member.name().text(), addresses, "endpoint addresses");
        }

        private Optional<Finding> check(
                ListedMember member, String what, List<ZoneRecord> records, String noun) {
            return LimitRules.excess(
                    this,
                    member,
                    what,
                    records,
                    RecordFormat.MAX_CANDIDATES,
                    noun,
                    "remove the other records");
        }
    }
}
