package dev.wgmesh.zone;

import dev.wgmesh.model.MeshName;
import java.util.List;

/**
 * A list and its sub-lists.
 *
 * @param lists the top list first, each list before its sub-lists, these by name
 * @param faults of the PTR records between the lists
 */
public record ListTree(List<ListRecords> lists, List<Fault> faults) {
    public ListTree {
        lists = List.copyOf(lists);
        faults = List.copyOf(faults);
    }

    /**
     * A PTR record that does not lead to a list of the mesh.
     *
     * @param list with the record
     */
    public record Fault(MeshName list, ZoneRecord pointer, Reason reason) {}

    /** Why a PTR record does not lead to a list of the mesh. */
    public enum Reason {
        /** It is not the name of a mesh in or below the domain of the list. */
        NAME,
        /** It is the list itself, or a list above. */
        CYCLE,
        /** It is more than {@link dev.wgmesh.model.RecordFormat#MAX_LIST_DEPTH} lists deep. */
        DEPTH,
        /** Another record leads to it already. */
        TWO_PARENTS,
        /** The mesh has {@link dev.wgmesh.model.RecordFormat#MAX_LISTS} lists without it. */
        COUNT
    }
}
