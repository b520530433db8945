package dev.wgmesh.render;

import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.zone.MeshDnssec;

/** A mesh and its members as DNS tells them. */
public interface MeshPrinter {
    /** Returns every member, sorted by name, with what DNSSEC says about its records. */
    String mesh(Mesh mesh, MeshDnssec dnssec);

    /** Returns all that is known of one of its members, with what DNSSEC says about its records. */
    String member(Mesh mesh, Member member, MeshDnssec dnssec);

    /** Returns a printer for people: a table. */
    static MeshPrinter text(TerminalColour paint) {
        return new MeshText(paint);
    }

    /** Returns a printer for programs: {@code wg-mesh/mesh} and {@code wg-mesh/member}. */
    static MeshPrinter json() {
        return new MeshJson();
    }
}
