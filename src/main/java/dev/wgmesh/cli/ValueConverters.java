package dev.wgmesh.cli;

import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.model.EndpointRequest;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.render.ConfigurationFormat;
import dev.wgmesh.zone.OwnerNames;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Make values of the text of options, with a message for what is no value. */
final class ValueConverters {
    private static final String ENDPOINT_FORM = "expected ADDR, ADDR:PORT or [ADDR]:PORT";

    private ValueConverters() {}

    /** Takes a converter of a type. */
    interface Registry {
        <T> void put(Class<T> type, ITypeConverter<T> converter);
    }

    /** Passes on the converters that picocli does not have. */
    static void register(Registry registry) {
        register(
                registry,
                MeshName.class,
                MeshName::parse,
                "expected a mesh name such as _p2p.example.com");
        registry.put(HostName.class, ValueConverters::hostName);
        register(registry, IpAddress.class, IpAddress::parse, "expected an IP address");
        register(registry, Prefix.class, Prefix::parse, "expected a prefix such as 10.0.0.0/24");
        register(registry, EndpointRequest.class, EndpointRequest::parse, ENDPOINT_FORM);
        register(registry, DnssecMode.class, DnssecMode::parse, "expected require, prefer or off");
        register(registry, PathMode.class, PathMode::parse, "expected auto, tunnel or origin");
        register(
                registry,
                ConfigurationFormat.class,
                ConfigurationFormat::parse,
                "expected wg-quick, wg, networkd, nixos or json");
        registry.put(PublicKey.class, ValueConverters::publicKey);
        registry.put(String.class, ValueConverters::notEmpty);
        registry.put(Path.class, text -> Path.of(notEmpty(text)));
    }

    private static <T> void register(
            Registry registry, Class<T> type, Function<String, Optional<T>> parse, String fault) {
        registry.put(
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

    /**
     * Refuses an empty value, which a variable of a script that is not set leaves: an empty path
     * would be the working directory.
     */
    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static PublicKey publicKey(String text) {
        return switch (PublicKey.parse(text)) {
            case KeyParseResult.Valid<PublicKey>(PublicKey key) -> key;
            case KeyParseResult.Invalid<PublicKey>(_, String detail) ->
                    throw new TypeConversionException("the key " + detail);
        };
    }

    /** Returns the value of an option; empty where picocli has to make it, or to reject it. */
    static Optional<Object> convert(OptionRow row, String text) {
        try {
            if (row.converter().isPresent()) {
                Constructor<?> constructor =
                        Class.forName(row.converter().get()).getDeclaredConstructor();
                constructor.setAccessible(true);
                return Optional.of(((ITypeConverter<?>) constructor.newInstance()).convert(text));
            }
            return builtIn(row.type(), text);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } catch (Exception _) {
            return Optional.empty();
        }
    }

    private static Optional<Object> builtIn(String type, String text) throws Exception {
        return switch (type) {
            case "java.lang.String" -> Optional.of(text);
            case "java.nio.file.Path" -> Optional.of(Path.of(text));
            case "java.net.URI" -> Optional.of(new URI(text));
            default -> {
                Class<?> valueClass = Class.forName(type);
                var converters = new HashMap<Class<?>, ITypeConverter<?>>();
                register(converters::put);
                ITypeConverter<?> converter = converters.get(valueClass);
                yield converter != null
                        ? Optional.of(converter.convert(text))
                        : constant(valueClass, text);
            }
        };
    }

    /** Returns the constant of an enum; as in picocli, the case of letters does not matter. */
    private static Optional<Object> constant(Class<?> type, String text) {
        return Stream.ofNullable(type.getEnumConstants())
                .flatMap(Stream::of)
                .filter(value -> ((Enum<?>) value).name().equalsIgnoreCase(text))
                .map(Object.class::cast)
                .findFirst();
    }
}
