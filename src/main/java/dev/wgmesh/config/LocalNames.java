package dev.wgmesh.config;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Type;

/** Names of meshes and members, for completion. */
public record LocalNames(Set<MeshName> meshes, Set<HostName> members) {
    /**
     * Returns the meshes and sub-lists of zones, the mesh that is configured, and the hosts listed.
     */
    static LocalNames in(List<ZoneContents> zones, Optional<MeshName> configured) {
        var meshes = new TreeSet<MeshName>(DefaultMesh.meshesIn(zones));
        meshes.addAll(DefaultMesh.subListsIn(zones));
        configured.ifPresent(meshes::add);
        var members = new TreeSet<HostName>();
        for (MeshName mesh : meshes) {
            Question list = Question.of(mesh.text(), Type.TXT);
            zones.stream()
                    .flatMap(zone -> zone.rrset(list).stream())
                    .map(RRset::records)
                    .flatMap(List::stream)
                    .map(ZoneRecord::text)
                    .forEach(text -> HostName.parse(text).ifPresent(members::add));
        }
        return new LocalNames(meshes, members);
    }
}
