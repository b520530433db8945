package dev.wgmesh.validate;

import java.util.List;

/**
 * How much a validation checked.
 *
 * @param zones read as a whole
 * @param meshes with at least one of their records read
 * @param members of the meshes, once for each mesh
 * @param records of the zones, and those that DNS gave
 * @param rules that were not turned off
 */
public record Coverage(int zones, int meshes, int members, int records, int rules) {
    /** Returns what the rules check, as far as it was read. */
    public static Coverage of(ValidationContext in, int rules) {
        return new Coverage(
                in.zones().size(),
                in.meshes().size(),
                in.meshes().stream().mapToInt(mesh -> mesh.members().size()).sum(),
                in.zones().stream().mapToInt(zone -> zone.records().size()).sum()
                        + in.answers().stream().mapToInt(set -> set.records().size()).sum(),
                rules);
    }

    /** Returns the same as text: {@code 2 zones, 1 mesh, 3 members, 25 records (60 rules)}. */
    @Override
    public String toString() {
        List<String> parts =
                List.of(
                        count(zones, "zone", "zones"),
                        count(meshes, "mesh", "meshes"),
                        count(members, "member", "members"),
                        count(records, "record", "records"));
        return String.join(", ", parts) + " (" + count(rules, "rule", "rules") + ")";
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
