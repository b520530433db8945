package dev.wgmesh.plan;

import dev.wgmesh.mesh.OwnedRoutes;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.mesh.ValuesByKey;
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

    /**
     * Returns the difference of the routes of every table.
     *
     * @param desired sorted, each once
     * @param replaceForeign replace foreign routes in the way
     */
    static RouteDifference of(
            List<Route> actual,
            List<DesiredRoute> desired,
            OwnedState owned,
            boolean replaceForeign) {
        var there = new ValuesByKey<Prefix, Route>(actual.size());
        actual.forEach(route -> there.add(route.destination(), route));
        var difference =
                new RouteDifference(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(desired.size()),
                        new ArrayList<>());
        Set<Route> settled = HashSet.newHashSet(desired.size());
        OwnedRoutes known = owned.ownedRoutes();
        for (DesiredRoute route : desired) {
            List<Route> now = there.get(route.route().destination());
            difference.reconcile(route, now, known, replaceForeign).ifPresent(settled::add);
        }
        List<Route> obsolete =
                actual.stream().filter(r -> known.has(r) && !settled.contains(r)).toList();
        if (!obsolete.isEmpty()) {
            difference.removeObsolete(obsolete, desired);
        }
        return difference;
    }

    private void removeObsolete(List<Route> obsolete, List<DesiredRoute> desired) {
        Map<Prefix, Route> wanted = new HashMap<>();
        desired.forEach(it -> wanted.put(it.route().destination(), it.route()));
        for (Route route : obsolete) {
            Route now = wanted.get(route.destination());
            if (now != null) {
                moved.add(moved(route, now));
            } else {
                remove.add(new PlannedChange(new RemoveRoute(route), "no longer needed"));
            }
        }
    }

    /**
     * Plans one desired route; returns the actual route that it concerns.
     *
     * @param there the routes of every table to its destination
     */
    private Optional<Route> reconcile(
            DesiredRoute desired, List<Route> there, OwnedRoutes known, boolean replaceForeign) {
        Route route = desired.route();
        var ours = new ArrayList<Route>(1);
        var foreign = new ArrayList<Route>(0);
        Optional<Route> same = Optional.empty();
        for (Route now : there) {
            if (now.place().table() == route.place().table()) {
                (known.has(now) ? ours : foreign).add(now);
                if (same.isEmpty() && leadsTheSameWay(now, route)) {
                    same = Optional.of(now);
                }
            }
        }
        if (!hasNoMetric(route)) {
            foreign.stream()
                    .filter(r -> metric(r) < metric(route))
                    .findFirst()
                    .ifPresent(r -> problems.add(preferred(r, route)));
        }
        if (same.isPresent() && (same.get().protocol() == Route.PROTOCOL || !replaceForeign)) {
            if (same.get().protocol() == Route.PROTOCOL) {
                owned.add(same.get());
            }
            return same;
        }
        Optional<Route> before = inPlaceOf(route, ours);
        if (before.isPresent()) {
            return replace(before.get(), desired);
        }
        Optional<Route> inPlace = inPlaceOf(route, foreign);
        Optional<Route> rival =
                inPlace.isEmpty() && hasNoMetric(route) && !foreign.isEmpty()
                        ? Optional.of(foreign.getFirst())
                        : inPlace;
        if (rival.isPresent() && !replaceForeign) {
            problems.add(conflict(rival.get(), route));
            return Optional.empty();
        }
        if (inPlace.isPresent()) {
            return replace(inPlace.get(), desired);
        }
        add.add(new PlannedChange(new AddRoute(route), desired.reason()));
        owned.add(route);
        rival.ifPresent(r -> moved.add(moved(r, route)));
        return Optional.empty();
    }

    private Optional<Route> replace(Route before, DesiredRoute desired) {
        Route route = desired.route();
        add.add(new PlannedChange(new ReplaceRoute(before, route), desired.reason()));
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

    private static Optional<Route> inPlaceOf(Route route, List<Route> others) {
        for (Route other : others) {
            if (other.place().equals(route.place())) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
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
