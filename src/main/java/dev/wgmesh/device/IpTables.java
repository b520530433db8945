package dev.wgmesh.device;

import dev.wgmesh.json.JsonTree;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The output of {@code ip -json} commands that ran in one process; each printed an array of
 * objects. A row is parsed when it is read: a node may have ten thousand routes.
 */
final class IpTables {
    private final Iterator<String> commands;
    private final JsonParser parser;

    /**
     * Creates a reader of an output.
     *
     * @param commands that printed it, for messages
     */
    IpTables(List<String> commands, String output) {
        this.commands = commands.iterator();
        this.parser = JsonTree.parser(output);
    }

    /** Returns whether another command printed something. */
    boolean hasNext() {
        return commands.hasNext();
    }

    /**
     * Returns the rows of the next command, which must be read before those of the one after it.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE, here or in the stream, where the output is not
     *     that
     */
    Stream<IpRow> next() {
        String command = commands.next();
        if (token(command) != JsonToken.START_ARRAY) {
            throw IpRow.unreadable(command);
        }
        return Stream.generate(() -> row(command))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .filter(IpRow::isShown);
    }

    private JsonToken token(String command) {
        try {
            return Optional.ofNullable(parser.nextToken())
                    .orElseThrow(() -> IpRow.unreadable(command));
        } catch (JacksonException _) {
            throw IpRow.unreadable(command);
        }
    }

    /** Returns the next row of the current array; empty at its end. */
    private Optional<IpRow> row(String command) {
        if (token(command) == JsonToken.END_ARRAY) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IpRow(command, JsonTree.value(parser)));
        } catch (JacksonException _) {
            throw IpRow.unreadable(command);
        }
    }
}
