package dev.wgmesh.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The commands there are, in the order of the help; each is made when it is named. */
public final class CommandRegistry {
    private final Map<String, Supplier<? extends Subcommand>> makers;

    private CommandRegistry(Map<String, Supplier<? extends Subcommand>> makers) {
        this.makers = makers;
    }

    /** None yet. */
    public static CommandRegistry empty() {
        return new CommandRegistry(Map.of());
    }

    /** The same and one more, at the end. */
    public CommandRegistry with(String name, Supplier<? extends Subcommand> maker) {
        var more = new LinkedHashMap<>(makers);
        more.put(name, maker);
        return new CommandRegistry(more);
    }

    /** The same without the one. */
    public CommandRegistry without(String name) {
        var fewer = new LinkedHashMap<>(makers);
        fewer.remove(name);
        return new CommandRegistry(fewer);
    }

    /** Their names, in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(makers.keySet());
    }

    /** A new command of that name, its options not read yet; empty where there is none. */
    Optional<Subcommand> create(String name) {
        return Optional.ofNullable(makers.get(name)).map(Supplier::get);
    }
}
