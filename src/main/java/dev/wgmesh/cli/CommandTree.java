package dev.wgmesh.cli;

import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointRequest;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.render.ConfigurationFormat;
import dev.wgmesh.zone.OwnerNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** picocli's tree of the commands: all of it, or the one branch that is named. */
public final class CommandTree {
    private static final String COMMON = "common";
    private static final String ENDPOINT_FORM = "expected ADDR, ADDR:PORT or [ADDR]:PORT";

    private CommandTree() {}

    /** Returns the whole tree, for help, completion and documents. */
    public static CommandLine full(CommandRegistry commands, ShellState shellState) {
        CommandLine root = command(new WgMesh.RootCommand(), shellState);
        for (String name : commands.names()) {
            commands.create(name)
                    .ifPresent(action -> root.addSubcommand(name, command(action, shellState)));
        }
        return root;
    }

    /** Returns the root, whose commands have no options. */
    static CommandLine root(CommandRegistry commands, ShellState shellState) {
        CommandLine root = command(new WgMesh.RootCommand(), shellState);
        for (String name : commands.names()) {
            root.addSubcommand(name, new CommandLine(CommandSpec.create().name(name)));
        }
        return root;
    }

    /** Returns one command, as part of the tree; making one instead of all saves start-up time. */
    public static Optional<CommandLine> single(
            String name, CommandRegistry commands, ShellState shellState) {
        return commands.create(name).map(action -> single(name, action, shellState));
    }

    static CommandLine single(String name, Subcommand action, ShellState shellState) {
        CommandLine root = command(new WgMesh.RootCommand(), shellState);
        CommandLine branch = command(action, shellState);
        root.addSubcommand(name, branch);
        return branch;
    }

    /**
     * Parses the words of a command line.
     *
     * @throws ParameterException for unknown options, if there are any: they are the cause of other
     *     errors, such as a value that was taken for an argument; else for the first error
     */
    static void parse(CommandLine root, List<String> words) {
        CommandLine named =
                words.isEmpty() ? root : root.getSubcommands().getOrDefault(words.getFirst(), root);
        List<String> unknown = unknownLongOptions(named.getCommandSpec(), words);
        if (!unknown.isEmpty()) {
            throw new UnmatchedArgumentException(named, unknown);
        }
        collectErrors(root);
        var errors = new ArrayList<ParameterException>();
        Optional<ParseResult> result = Optional.of(root.parseArgs(words.toArray(String[]::new)));
        while (result.isPresent()) {
            for (Exception error : result.get().errors()) {
                errors.add((ParameterException) error);
            }
            result = Optional.ofNullable(result.get().subcommand());
        }
        Optional<ParameterException> cause =
                errors.stream()
                        .filter(CommandTree::isUnknownOption)
                        .findFirst()
                        .or(() -> errors.stream().findFirst());
        if (cause.isPresent()) {
            throw cause.get();
        }
    }

    /** Returns the unknown long options, also where picocli takes one for the value of another. */
    private static List<String> unknownLongOptions(CommandSpec spec, List<String> words) {
        return words.stream()
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--"))
                .filter(word -> !spec.optionsMap().containsKey(word.replaceFirst("=.*", "")))
                .toList();
    }

    private static void collectErrors(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        line.getSubcommands().values().forEach(CommandTree::collectErrors);
    }

    private static boolean isUnknownOption(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched
                && unmatched.getUnmatched().stream().anyMatch(word -> word.startsWith("-"));
    }

    /** Returns the options of every command, as they were parsed for this one. */
    static CommonOptions commonOptions(CommandSpec spec) {
        CommandSpec mixin = spec.mixins().get(COMMON);
        if (mixin == null) {
            throw new IllegalArgumentException(spec.name() + " was not made here");
        }
        return (CommonOptions) mixin.userObject();
    }

    private static CommandLine command(Object annotated, ShellState shellState) {
        var line = new CommandLine(annotated, factory(shellState));
        line.addMixin(COMMON, new CommonOptions());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOverwrittenOptionsAllowed(false);
        line.setExpandAtFiles(false);
        convert(
                line,
                MeshName.class,
                MeshName::parse,
                "expected a mesh name such as _p2p.example.com");
        line.registerConverter(HostName.class, CommandTree::hostName);
        convert(line, IpAddress.class, IpAddress::parse, "expected an IP address");
        convert(line, Prefix.class, Prefix::parse, "expected a prefix such as 10.0.0.0/24");
        convert(line, Endpoint.class, Endpoint::parse, ENDPOINT_FORM);
        convert(line, EndpointRequest.class, EndpointRequest::parse, ENDPOINT_FORM);
        convert(line, DnssecMode.class, DnssecMode::parse, "expected require, prefer or off");
        convert(line, PathMode.class, PathMode::parse, "expected auto, tunnel or origin");
        convert(
                line,
                ConfigurationFormat.class,
                ConfigurationFormat::parse,
                "expected wg-quick, wg, networkd, nixos or json");
        line.registerConverter(PublicKey.class, CommandTree::publicKey);
        return line;
    }

    private static <T> void convert(
            CommandLine line, Class<T> type, Function<String, Optional<T>> parse, String fault) {
        line.registerConverter(
                type,
                text ->
                        parse.apply(text)
                                .orElseThrow(() ->
                                        new TypeConversionException(
                                                fault + ", got " + SecretRedaction.quote(text))));
    }

    /** Returns the host; its records have names with a prefix, which must fit as well. */
    private static HostName hostName(String text) {
        HostName host =
                HostName.parse(text)
                        .orElseThrow(() ->
                                new TypeConversionException(
                                        "expected a host name such as node-a.example.com, got "
                                                + SecretRedaction.quote(text)));
        if (!OwnerNames.fits(host)) {
            throw new TypeConversionException(
                    "expected a host name of at most "
                            + OwnerNames.MAX_HOST
                            + " characters, got "
                            + text.length()
                            + ": the names of its records begin with _reflexive._wireguard");
        }
        return host;
    }

    private static PublicKey publicKey(String text) {
        return switch (PublicKey.parse(text)) {
            case KeyParseResult.Valid<PublicKey>(PublicKey key) -> key;
            case KeyParseResult.Invalid<PublicKey>(_, String detail) ->
                    throw new TypeConversionException("the key " + detail);
        };
    }

    private static IFactory factory(ShellState shellState) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == MeshCandidates.class) {
                    return type.cast(new MeshCandidates(shellState));
                }
                if (type == MemberCandidates.class) {
                    return type.cast(new MemberCandidates(shellState));
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }
}
