package dev.wgmesh.validate;

import dev.wgmesh.model.MeshName;
import org.xbill.DNS.Name;

/** What a validation is to judge. */
public sealed interface ValidationScope {
    /** A zone, and every mesh that has a list or a member in it. */
    record Zone(Name apex) implements ValidationScope {}

    /** A mesh, and every zone that speaks for one of its records. */
    record Mesh(MeshName name) implements ValidationScope {}
}
