package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** The entries of a list as its records hold them. */
final class ListEntries {
    private ListEntries() {}

    /** Returns whether the RRset is the list of a mesh by its name: {@code _p2p} TXT. */
    static boolean isList(Question question) {
        return question.type() == Type.TXT
                && question.owner().getLabelString(0).equalsIgnoreCase(RecordFormat.P2P);
    }

    /** Returns the hosts named, folded; what is no host name is passed over. */
    static List<HostName> of(RRset list) {
        return TxtStrings.of(list).stream().flatMap(text -> HostName.parse(text).stream()).toList();
    }

    /** Returns a list as it was before a commit that removed the host's entry; empty: none did. */
    static Optional<RRset> removedFrom(Receipt receipt, HostName host) {
        return receipt.plan().changes().stream()
                .filter(change -> names(change.oldRRset(), host) && !names(change.newRRset(), host))
                .flatMap(change -> change.oldRRset().stream())
                .findFirst();
    }

    /** Returns whether the commit added or removed an entry of the host. */
    static boolean changes(Receipt receipt, HostName host) {
        return receipt.plan().changes().stream()
                .anyMatch(
                        change -> names(change.oldRRset(), host) != names(change.newRRset(), host));
    }

    private static boolean names(Optional<RRset> set, HostName host) {
        return set.filter(it -> it.question().type() == Type.TXT)
                .filter(it -> of(it).contains(host))
                .isPresent();
    }

    /** Takes every entry away that names the host, however it is written. */
    static void remove(HostName host, ZoneContents zone, MeshName list, ZoneDifference edit) {
        Question question = Question.of(list.text(), Type.TXT);
        List<Record> kept =
                zone.rrset(question).map(RRset::dnsRecords).orElse(List.of()).stream()
                        .filter(record ->
                                HostName.parse(TxtStrings.of((TXTRecord) record))
                                        .filter(host::equals)
                                        .isEmpty())
                        .toList();
        edit.replace(question, kept);
    }
}
