package dev.wgmesh.model;

import java.util.List;
import java.util.Optional;

/**
 * A list of a mesh: the list at the mesh name, or a sub-list.
 *
 * @param parent the list whose PTR record names this list; empty for the list of the mesh
 * @param policy its own {@code _policy} record
 * @param hosts its host names, sorted, distinct
 */
public record MemberList(
        MeshName name,
        Optional<MeshName> parent,
        DnsAnswer<Policy> policy,
        DnsAnswer<List<HostName>> hosts) {}
