package dev.wgmesh.validate;

import dev.wgmesh.model.MeshName;
import org.xbill.DNS.Name;

/** A zone or a mesh to check. */
public sealed interface ValidationScope {
    /** A zone, and every mesh that has a list or a member in it. */
    record ZoneScope(Name apex) implements ValidationScope {}

    /** A mesh, and every zone with one of its records. */
    record MeshScope(MeshName name) implements ValidationScope {}
}
