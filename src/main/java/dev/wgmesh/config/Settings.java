package dev.wgmesh.config;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.Location;
import dev.wgmesh.zone.AncestorNames;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/**
 * The settings of a wg-mesh.toml.
 *
 * @param file the file; empty: there is none
 * @param mesh the mesh of commands that name none
 * @param zones where each is hosted, by apex
 * @param lock the signers that members need
 * @param dnssec how answers of resolvers are validated
 * @param presharedKeys the secrets of a node
 * @param pin whether a node pins the keys of members
 * @param routes the table and the metric of a node's routes
 */
public record Settings(
        Optional<Path> file,
        Optional<MeshName> mesh,
        Map<Name, Location.Host> zones,
        LockSettings lock,
        DnssecChoice dnssec,
        PskSettings presharedKeys,
        boolean pin,
        RoutePlace routes) {
    /** No wg-mesh.toml. */
    public static final Settings NONE =
            new Settings(
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    LockSettings.NONE,
                    DnssecChoice.NONE,
                    PskSettings.NONE,
                    false,
                    RoutePlace.MAIN);

    /** Sorts and copies. */
    public Settings {
        zones = Collections.unmodifiableMap(new TreeMap<>(zones));
    }

    /** Returns the nearest apex above the name that has a host; empty where there is none. */
    public Optional<Name> zoneOf(Name name) {
        return AncestorNames.nearest(zones.keySet(), name);
    }

    /** Returns the same settings with these hosts of zones. */
    Settings withZones(Map<Name, Location.Host> others) {
        return new Settings(file, mesh, others, lock, dnssec, presharedKeys, pin, routes);
    }
}
