package dev.wgmesh.testing.race;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The commands of eight concurrent writers, in order; no two writers change the same host. */
public record RaceScript(List<List<RaceCommand>> writers) {
    private static final int WRITERS = 8;
    private static final int JOINS = 10;

    public RaceScript {
        writers = writers.stream().map(List::copyOf).toList();
    }

    /** Each joins ten hosts. */
    public static RaceScript joins() {
        var writers = new ArrayList<List<RaceCommand>>();
        for (int writer = 0; writer < WRITERS; writer++) {
            var commands = new ArrayList<RaceCommand>();
            for (int n = 0; n < JOINS; n++) {
                commands.add(join("n" + writer + n));
            }
            writers.add(commands);
        }
        return new RaceScript(writers);
    }

    /**
     * Two fill the mesh's own list, two a sub-list and two another, which whoever is first founds;
     * two join hosts and want the same addresses for them one after the other; of the hosts of all,
     * each third leaves and joins again.
     */
    public static RaceScript mixed() {
        var eu = subList("eu", "10.0.1.0/24");
        var us = subList("us", "10.0.2.0/24");
        return new RaceScript(
                List.of(
                        filling("a", Optional.empty()),
                        filling("b", Optional.empty()),
                        filling("c", eu),
                        filling("d", eu),
                        filling("e", us),
                        filling("f", us),
                        wanting("g"),
                        wanting("h")));
    }

    private static List<RaceCommand> filling(String name, Optional<RaceCommand.SubList> list) {
        var commands = new ArrayList<RaceCommand>();
        for (int n = 0; n < JOINS; n++) {
            commands.add(new RaceCommand.Join(host(name + n), list));
            if (n % 3 == 2) {
                commands.add(new RaceCommand.Leave(host(name + n)));
                commands.add(new RaceCommand.Join(host(name + n), list));
            }
        }
        return commands;
    }

    private static List<RaceCommand> wanting(String name) {
        var commands = new ArrayList<RaceCommand>();
        for (int n = 0; n < JOINS / 2; n++) {
            HostName host = host(name + n);
            commands.add(join(name + n));
            commands.add(new RaceCommand.Set(host, IpAddress.of("10.0.9." + n)));
            if (n % 3 == 2) {
                commands.add(new RaceCommand.Leave(host));
                commands.add(join(name + n));
            }
        }
        return commands;
    }

    private static RaceCommand join(String name) {
        return new RaceCommand.Join(host(name), Optional.empty());
    }

    private static HostName host(String name) {
        return new HostName(name + ".example.com");
    }

    private static Optional<RaceCommand.SubList> subList(String name, String pool) {
        return Optional.of(
                new RaceCommand.SubList(
                        new MeshName("_p2p." + name + ".example.com"), Prefix.of(pool)));
    }

    /** The members at the end: the founder, and whoever joined last and did not leave. */
    SortedSet<HostName> members() {
        var members = new TreeSet<HostName>();
        members.add(RaceMesh.FOUNDER);
        for (RaceCommand command : writers.stream().flatMap(List::stream).toList()) {
            switch (command) {
                case RaceCommand.Join join -> members.add(join.host());
                case RaceCommand.Leave leave -> members.remove(leave.host());
                case RaceCommand.Set _ -> {}
            }
        }
        return members;
    }
}
