package dev.wgmesh.validate.rule;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.KeyRecord;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.HashMap;
import java.util.stream.Stream;

/** One key at two members. */
final class K007Shared implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K007",
                Level.ERROR,
                "same key at two members",
                "WireGuard knows peers by their keys: both members are one peer, which "
                        + "takes the addresses of whoever comes last.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream().flatMap(this::check);
    }

    private Stream<Finding> check(MeshTree tree) {
        var holders = new HashMap<PublicKey, HostName>();
        return tree.members().values().stream()
                .flatMap(member -> Stream.of(member.key(), member.meta()))
                .flatMap(answer -> answer.found().stream())
                .flatMap(KeyRecord::in)
                .flatMap(record ->
                        record.good().stream()
                                .filter(key ->
                                        !holders.computeIfAbsent(key, _ -> record.host())
                                                .equals(record.host()))
                                .map(key ->
                                        finding(
                                                record.spot(),
                                                record.host()
                                                        + " has the key of "
                                                        + holders.get(key),
                                                "make a key of its own on "
                                                        + record.host()
                                                        + ": wg-mesh keygen --out FILE")))
                .toList()
                .stream();
    }
}
