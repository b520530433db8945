package dev.wgmesh.validate;

import dev.wgmesh.zone.MeshOwner;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** A member in a zone that was not given. */
final class M008OtherZone implements Rule {
    @Override
    public About about() {
        return new About(
                "M008",
                Level.NOTICE,
                "member in a zone that was not given",
                "Its records were not read, so nothing is said of its key and addresses.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.members()
                .filter(member -> !in.lookup().isGiven(MeshOwner.wireguard(member.name())))
                .filter(member ->
                        IntStream.of(Type.TXT, Type.A, Type.AAAA)
                                .noneMatch(type -> in.lookup().wasAsked(member.wireguard(type))))
                .map(member ->
                        finding(
                                member.entry().spot(),
                                member.name() + " lives in a zone that was not given: not judged",
                                "give its zone too, or read it from DNS by --resolver HOST"));
    }
}
