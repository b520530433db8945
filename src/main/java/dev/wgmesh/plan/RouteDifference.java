package dev.wgmesh.plan;

import dev.wgmesh.mesh.OwnedRoutes;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange.AddRoute;
import dev.wgmesh.plan.DeviceChange.RemoveRoute;
import dev.wgmesh.plan.DeviceChange.ReplaceRoute;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The difference between the actual routes and the desired ones.
 *
 * <table><caption>A desired route, by what has its destination in its table now</caption>
 * <tr><td>nothing</td><td>it is added</td></tr>
 * <tr><td>a route that leads the same way</td><td>nothing; owned if it has our protocol</td></tr>
 * <tr><td>an owned one</td><td>it is replaced</td></tr>
 * <tr><td>an owned one in another table, or of another metric</td><td>it is removed after the
 * desired one was added</td></tr>
 * <tr><td>a foreign one</td><td>reported; replaced if that is allowed</td></tr>
 * <tr><td>a foreign one of another metric, where the desired one has a metric</td><td>both stay;
 * reported if the kernel prefers the foreign one</td></tr>
 * </table>
 *
 * @param remove owned routes that are no longer needed
 * @param moved routes that others of these changes take the place of; removed after them
 * @param owned all owned routes after these changes
 */
record RouteDifference(
        List<PlannedChange> remove,
        List<PlannedChange> add,
        List<PlannedChange> moved,
        List<Route> owned,
        List<Problem> problems) {

    /** What a lookup of a route finds: the routes of one table to one destination. */
    private record Target(Prefix destination, long table) {
        static Target of(Route route) {
            return new Target(route.destination(), route.place().table());
        }
    }

    /**
     * Returns the difference of the routes of every table.
     *
     * @param desired each with its reason
     * @param replaceForeign replace foreign routes in the way
     */
    static RouteDifference of(
            List<Route> actual,
            Map<Route, String> desired,
            OwnedState owned,
            boolean replaceForeign) {
        Map<Target, List<Route>> there = new HashMap<>();
        actual.forEach(r -> there.computeIfAbsent(Target.of(r), _ -> new ArrayList<>()).add(r));
        var difference =
                new RouteDifference(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
        Set<Route> settled = new HashSet<>();
        Map<Prefix, Route> wanted = new HashMap<>();
        OwnedRoutes known = owned.ownedRoutes();
        desired.forEach((route, reason) -> {
            wanted.put(route.destination(), route);
            List<Route> now = there.getOrDefault(Target.of(route), List.of());
            difference.reconcile(route, reason, now, known, replaceForeign).ifPresent(settled::add);
        });
        actual.stream()
                .filter(known::has)
                .filter(r -> !settled.contains(r))
                .forEach(r ->
                        Optional.ofNullable(wanted.get(r.destination()))
                                .ifPresentOrElse(
                                        now -> difference.moved.add(moved(r, now)),
                                        () ->
                                                difference.remove.add(
                                                        new PlannedChange(
                                                                new RemoveRoute(r),
                                                                "no longer needed"))));
        return difference;
    }

    /** Plans one desired route; returns the actual route that it concerns. */
    private Optional<Route> reconcile(
            Route route,
            String reason,
            List<Route> now,
            OwnedRoutes known,
            boolean replaceForeign) {
        List<Route> foreign = now.stream().filter(r -> !known.has(r)).toList();
        if (!hasNoMetric(route)) {
            foreign.stream()
                    .filter(r -> metric(r) < metric(route))
                    .findFirst()
                    .ifPresent(r -> problems.add(preferred(r, route)));
        }
        Optional<Route> same = now.stream().filter(r -> leadsTheSameWay(r, route)).findFirst();
        if (same.isPresent() && (same.get().protocol() == Route.PROTOCOL || !replaceForeign)) {
            same.filter(r -> r.protocol() == Route.PROTOCOL).ifPresent(owned::add);
            return same;
        }
        Optional<Route> before =
                now.stream().filter(known::has).filter(inPlaceOf(route)).findFirst();
        if (before.isPresent()) {
            return replace(before.get(), route, reason);
        }
        Optional<Route> inPlace = foreign.stream().filter(inPlaceOf(route)).findFirst();
        Optional<Route> rival =
                inPlace.or(() -> foreign.stream().filter(_ -> hasNoMetric(route)).findFirst());
        if (rival.isPresent() && !replaceForeign) {
            problems.add(conflict(rival.get(), route));
            return Optional.empty();
        }
        if (inPlace.isPresent()) {
            return replace(inPlace.get(), route, reason);
        }
        add.add(new PlannedChange(new AddRoute(route), reason));
        owned.add(route);
        rival.ifPresent(r -> moved.add(moved(r, route)));
        return Optional.empty();
    }

    private Optional<Route> replace(Route before, Route route, String reason) {
        add.add(new PlannedChange(new ReplaceRoute(before, route), reason));
        owned.add(route);
        return Optional.of(before);
    }

    private static PlannedChange moved(Route before, Route now) {
        String place = now.place().suffix();
        return new PlannedChange(
                new RemoveRoute(before),
                "replaced by that " + (place.isEmpty() ? "of the main table" : "of" + place));
    }

    private static boolean hasNoMetric(Route route) {
        return route.place().metric() == 0;
    }

    private static long metric(Route route) {
        return route.place().kernelMetric(route.destination().family());
    }

    private static Predicate<Route> inPlaceOf(Route route) {
        return other -> other.place().equals(route.place());
    }

    private static boolean leadsTheSameWay(Route actual, Route desired) {
        return actual.device().equals(desired.device())
                && actual.via().equals(desired.via())
                && actual.place().equals(desired.place())
                && actual.second().equals(desired.second())
                && (desired.source().isEmpty() || actual.source().equals(desired.source()));
    }

    private static Problem conflict(Route foreign, Route desired) {
        return new Problem(
                "route " + foreign.destination(),
                "a foreign route leads to "
                        + foreign.device()
                        + ", but wg-mesh needs "
                        + desired.device(),
                "remove the route: "
                        + removal(foreign)
                        + ", or replace it: --replace-foreign-routes");
    }

    private static Problem preferred(Route foreign, Route desired) {
        return new Problem(
                "route " + foreign.destination(),
                "a foreign route of metric "
                        + metric(foreign)
                        + " leads to "
                        + foreign.device()
                        + ", and the kernel prefers it to that of wg-mesh, of metric "
                        + metric(desired),
                "remove the route: " + removal(foreign) + ", or choose a lower --metric");
    }

    private static String removal(Route route) {
        return "ip route del " + route.destination() + route.place().suffix();
    }
}
