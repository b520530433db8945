package dev.wgmesh.render;

import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;

/** A mesh and its members as DNS tells them. */
public interface MeshPrinter {
    /** Every member, sorted by name. */
    String mesh(Mesh mesh);

    /** All that is known of one of its members. */
    String member(Mesh mesh, Member member);

    /** For people: a table. */
    static MeshPrinter text(TerminalColour paint) {
        return new MeshText(paint);
    }

    /** For programs: {@code wg-mesh/mesh} and {@code wg-mesh/member}. */
    static MeshPrinter json() {
        return new MeshJson();
    }
}
