package dev.wgmesh.model;

import java.util.List;
import java.util.Optional;

/**
 * One list of a mesh: the one at the mesh name, or a sub-list.
 *
 * @param parent the list whose PTR names it; empty for the mesh's own
 * @param policy its own {@code _policy} record
 * @param hosts the host names it holds, sorted, distinct
 */
public record MemberList(
        MeshName name,
        Optional<MeshName> parent,
        DnsAnswer<Policy> policy,
        DnsAnswer<List<HostName>> hosts) {}
