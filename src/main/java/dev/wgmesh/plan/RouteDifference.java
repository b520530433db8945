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

/**
 * The difference between the actual routes and the desired ones.
 *
 * <table><caption>A desired route, by what has its destination now</caption>
 * <tr><td>nothing</td><td>it is added</td></tr>
 * <tr><td>a route that leads the same way</td><td>nothing; owned if it has our protocol</td></tr>
 * <tr><td>an owned one</td><td>it is replaced</td></tr>
 * <tr><td>a foreign one</td><td>reported; replaced if that is allowed</td></tr>
 * </table>
 *
 * @param remove owned routes that are no longer needed
 * @param owned all owned routes after these changes
 */
record RouteDifference(
        List<PlannedChange> remove,
        List<PlannedChange> add,
        List<Route> owned,
        List<Problem> problems) {

    /**
     * Returns the difference of the routes of the main table.
     *
     * @param desired each with its reason
     * @param replaceForeign replace foreign routes in the way
     */
    static RouteDifference of(
            List<Route> actual,
            Map<Route, String> desired,
            OwnedState owned,
            boolean replaceForeign) {
        Map<Prefix, List<Route>> there = new HashMap<>();
        actual.forEach(r -> there.computeIfAbsent(r.destination(), _ -> new ArrayList<>()).add(r));
        var difference =
                new RouteDifference(
                        new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<Route> settled = new HashSet<>();
        OwnedRoutes known = owned.ownedRoutes();
        desired.forEach((route, reason) -> {
            List<Route> now = there.getOrDefault(route.destination(), List.of());
            difference.reconcile(route, reason, now, known, replaceForeign).ifPresent(settled::add);
        });
        actual.stream()
                .filter(known::has)
                .filter(r -> !settled.contains(r))
                .map(r -> new PlannedChange(new RemoveRoute(r), "no longer needed"))
                .forEach(difference.remove::add);
        return difference;
    }

    /** Plans one desired route; returns the actual route that it concerns. */
    private Optional<Route> reconcile(
            Route route,
            String reason,
            List<Route> now,
            OwnedRoutes known,
            boolean replaceForeign) {
        Optional<Route> same = now.stream().filter(r -> hasSameNextHop(r, route)).findFirst();
        Optional<Route> before = now.stream().filter(known::has).findFirst();
        if (same.isPresent() && (same.get().protocol() == Route.PROTOCOL || !replaceForeign)) {
            same.filter(r -> r.protocol() == Route.PROTOCOL).ifPresent(owned::add);
            return same;
        }
        if (now.isEmpty()) {
            add.add(new PlannedChange(new AddRoute(route), reason));
            owned.add(route);
            return Optional.empty();
        }
        if (before.isEmpty() && !replaceForeign) {
            problems.add(conflict(now.getFirst(), route));
            return Optional.empty();
        }
        Route old = before.orElse(now.getFirst());
        add.add(new PlannedChange(new ReplaceRoute(old, route), reason));
        owned.add(route);
        return Optional.of(old);
    }

    private static boolean hasSameNextHop(Route actual, Route desired) {
        return actual.device().equals(desired.device())
                && actual.via().equals(desired.via())
                && (desired.source().isEmpty() || actual.source().equals(desired.source()));
    }

    private static Problem conflict(Route foreign, Route desired) {
        return new Problem(
                "route " + foreign.destination(),
                "a foreign route leads to "
                        + foreign.device()
                        + ", but wg-mesh needs "
                        + desired.device(),
                "remove the route: ip route del "
                        + foreign.destination()
                        + ", or replace it: --replace-foreign-routes");
    }
}
