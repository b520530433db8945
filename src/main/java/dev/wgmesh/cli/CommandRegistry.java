package dev.wgmesh.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The commands, in the order and the groups of the help; each is created when it is named. */
public final class CommandRegistry {
    private final Map<String, Entry> commands;
    private final String group;

    /** What is known of a command that has not been created. */
    private record Entry(String group, String summary, Supplier<? extends Subcommand> maker) {
        boolean isListed() {
            return !group.isEmpty();
        }
    }

    private CommandRegistry(Map<String, Entry> commands, String group) {
        this.commands = commands;
        this.group = group;
    }

    /** Returns a registry without commands, for which the help has the heading "Commands". */
    public static CommandRegistry empty() {
        return new CommandRegistry(Map.of(), "Commands");
    }

    /**
     * Returns the same commands; those that are added to it have a heading of their own in the
     * help.
     */
    public CommandRegistry group(String heading) {
        return new CommandRegistry(commands, heading);
    }

    /**
     * Returns the same commands and one more, at the end.
     *
     * @param summary what the command does, in one sentence
     */
    public CommandRegistry with(String name, String summary, Supplier<? extends Subcommand> maker) {
        var more = new LinkedHashMap<>(commands);
        more.put(name, new Entry(group, summary, maker));
        return new CommandRegistry(more, group);
    }

    /** Returns the same commands and one that works, but that no list of commands has. */
    public CommandRegistry withHidden(String name, Supplier<? extends Subcommand> maker) {
        return new CommandRegistry(commands, "").with(name, "", maker).group(group);
    }

    /** Returns the same commands without one. */
    public CommandRegistry without(String name) {
        var fewer = new LinkedHashMap<>(commands);
        fewer.remove(name);
        return new CommandRegistry(fewer, group);
    }

    /** Returns the names, in order. */
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        commands.forEach((name, command) -> {
            if (command.isListed()) {
                names.add(name);
            }
        });
        return Collections.unmodifiableSet(names);
    }

    /** Returns what each command does, by its name, by the heading of its group, in order. */
    public Map<String, Map<String, String>> groups() {
        var groups = new LinkedHashMap<String, Map<String, String>>();
        commands.forEach((name, command) -> {
            if (command.isListed()) {
                groups.computeIfAbsent(command.group(), _ -> new LinkedHashMap<>())
                        .put(name, command.summary());
            }
        });
        return groups;
    }

    /** Returns a new command of that name, without options yet; empty for an unknown name. */
    Optional<Subcommand> create(String name) {
        return Optional.ofNullable(commands.get(name)).map(command -> command.maker().get());
    }
}
