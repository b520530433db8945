package dev.wgmesh.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The commands, in the order of the help; each is created when it is named. */
public final class CommandRegistry {
    private final Map<String, Entry> commands;

    /** What is known of a command that has not been created. */
    private record Entry(String summary, Supplier<? extends Subcommand> maker) {}

    private CommandRegistry(Map<String, Entry> commands) {
        this.commands = commands;
    }

    /** Returns a registry without commands. */
    public static CommandRegistry empty() {
        return new CommandRegistry(Map.of());
    }

    /**
     * Returns the same commands and one more, at the end.
     *
     * @param summary what the command does, in one sentence
     */
    public CommandRegistry with(String name, String summary, Supplier<? extends Subcommand> maker) {
        var more = new LinkedHashMap<>(commands);
        more.put(name, new Entry(summary, maker));
        return new CommandRegistry(more);
    }

    /** Returns the same commands without one. */
    public CommandRegistry without(String name) {
        var fewer = new LinkedHashMap<>(commands);
        fewer.remove(name);
        return new CommandRegistry(fewer);
    }

    /** Returns the names, in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(commands.keySet());
    }

    /** Returns what each command does, by its name, in order. */
    Map<String, String> summaries() {
        var summaries = new LinkedHashMap<String, String>();
        commands.forEach((name, command) -> summaries.put(name, command.summary()));
        return summaries;
    }

    /** Returns a new command of that name, without options yet; empty for an unknown name. */
    Optional<Subcommand> create(String name) {
        return Optional.ofNullable(commands.get(name)).map(command -> command.maker().get());
    }
}
