package dev.wgmesh.model;

/**
 * The routing table that a route is in, and its metric there. Ordered by table, then metric.
 *
 * @param table its number (ip-route(8))
 * @param metric of the routes to one destination, that with the least metric is used; 0: the
 *     default of the kernel, which is 0 in IPv4 and 1024 in IPv6
 */
public record RoutePlace(long table, long metric) implements Comparable<RoutePlace> {
    /** The number of the main table (RT_TABLE_MAIN). */
    public static final long MAIN_TABLE = 254;

    /** The greatest number of a table, and the greatest metric. */
    public static final long MAX = 0xffff_ffffL;

    /** The main table, with the metric that the kernel chooses. */
    public static final RoutePlace MAIN = new RoutePlace(MAIN_TABLE, 0);

    /** The metric of an IPv6 route that is added without one (IP6_RT_PRIO_USER). */
    private static final long DEFAULT_V6 = 1024;

    /** What a table may be, in words. */
    public static final String TABLE = "expected a number of 1 to 4294967295, but 255 (local)";

    /** What a metric may be, in words. */
    public static final String METRIC = "expected a number of 1 to 4294967295";

    /** The table of local addresses (RT_TABLE_LOCAL), which the kernel fills. */
    private static final long LOCAL_TABLE = 255;

    /** Returns whether routes can be put into the table. */
    public static boolean isTable(long number) {
        return 0 < number && number <= MAX && number != LOCAL_TABLE;
    }

    /** Returns whether routes can have the metric. */
    public static boolean isMetric(long number) {
        return 0 < number && number <= MAX;
    }

    /** Returns this place, with 0 for the metric that is the kernel's default of the family. */
    RoutePlace in(Family family) {
        return family == Family.V6 && metric == DEFAULT_V6 ? new RoutePlace(table, 0) : this;
    }

    /** Returns whether it is in the main table. */
    public boolean isMain() {
        return table == MAIN_TABLE;
    }

    /** Returns the metric that the kernel gives a route of the family here. */
    public long kernelMetric(Family family) {
        return family == Family.V6 && metric == 0 ? DEFAULT_V6 : metric;
    }

    /** Returns it as {@code ip route} writes it, after a space; empty for {@link #MAIN}. */
    public String suffix() {
        return (isMain() ? "" : " table " + table) + (metric == 0 ? "" : " metric " + metric);
    }

    @Override
    public int compareTo(RoutePlace other) {
        int byTable = Long.compare(table, other.table);
        return byTable != 0 ? byTable : Long.compare(metric, other.metric);
    }
}
