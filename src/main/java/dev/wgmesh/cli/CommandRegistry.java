package dev.wgmesh.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The commands, in the order of the help; each is created when it is named. */
public final class CommandRegistry {
    private final Map<String, Supplier<? extends Subcommand>> makers;

    private CommandRegistry(Map<String, Supplier<? extends Subcommand>> makers) {
        this.makers = makers;
    }

    /** Returns a registry without commands. */
    public static CommandRegistry empty() {
        return new CommandRegistry(Map.of());
    }

    /** Returns the same commands and one more, at the end. */
    public CommandRegistry with(String name, Supplier<? extends Subcommand> maker) {
        var more = new LinkedHashMap<>(makers);
        more.put(name, maker);
        return new CommandRegistry(more);
    }

    /** Returns the same commands without one. */
    public CommandRegistry without(String name) {
        var fewer = new LinkedHashMap<>(makers);
        fewer.remove(name);
        return new CommandRegistry(fewer);
    }

    /** Returns the names, in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(makers.keySet());
    }

    /** Returns a new command of that name, without options yet; empty for an unknown name. */
    Optional<Subcommand> create(String name) {
        return Optional.ofNullable(makers.get(name)).map(Supplier::get);
    }
}
