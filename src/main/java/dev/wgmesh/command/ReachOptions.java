package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointRequest;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.KeyValueResult;
import dev.wgmesh.zone.MetadataText;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Type;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How others reach a host: its endpoints, site and NAT. A mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class ReachOptions {
    @Option(
            names = "--endpoint",
            paramLabel = "ADDR[:PORT]",
            description = "Public address of HOST; repeatable.")
    List<EndpointRequest> endpoints = List.of();

    @Option(
            names = "--site",
            paramLabel = "NAME",
            converter = SiteConverter.class,
            description = "Site of the host; hosts on one LAN share a site.")
    Optional<String> site = Optional.empty();

    @Option(
            names = "--nat",
            paramLabel = "yes|no|hard",
            converter = NatConverter.class,
            description = "Behind NAT or not; hard: symmetric NAT.")
    Optional<String> nat = Optional.empty();

    /** The name of a site, as the record can hold it. */
    static final class SiteConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return MetadataText.site(text)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "expected a name of a-z, 0-9, dot and hyphen, got "
                                            + SecretRedaction.quote(text)));
        }
    }

    /** A kind of NAT. */
    static final class NatConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return Nat.parse(text)
                    .map(Nat::toString)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "expected yes, no or hard, got "
                                            + SecretRedaction.quote(text)));
        }
    }

    /** Returns whether an option is given. */
    boolean isGiven() {
        return !endpoints.isEmpty() || site.isPresent() || nat.isPresent();
    }

    /** Returns the endpoints, with port 51820 where none was given. */
    List<Endpoint> endpoints() {
        return endpoints.stream().map(EndpointRequest::endpoint).toList();
    }

    /** Returns whether an endpoint has a port: it is published then. */
    boolean hasPort() {
        return endpoints.stream().anyMatch(EndpointRequest::hasPort);
    }

    /** Returns the options, as a command line has them. */
    List<String> words() {
        var words = new ArrayList<String>();
        for (EndpointRequest asked : endpoints) {
            Endpoint endpoint = asked.endpoint();
            String text = asked.hasPort() ? endpoint.toString() : endpoint.address().toString();
            words.addAll(List.of("--endpoint", text));
        }
        site.ifPresent(name -> words.addAll(List.of("--site", name)));
        nat.ifPresent(kind -> words.addAll(List.of("--nat", kind)));
        return words;
    }

    /**
     * Returns the site and NAT as metadata.
     *
     * @throws Failure INPUT with every value that the records cannot hold
     */
    Metadata metadata(HostName host) {
        return metadata(host, List.of());
    }

    /**
     * Returns the same with more metadata.
     *
     * @param more as the record has them: {@code relay=yes}
     * @throws Failure INPUT with every value that the records cannot hold
     */
    Metadata metadata(HostName host, List<String> more) {
        var texts = new ArrayList<String>();
        site.ifPresent(name -> texts.add("site=" + name));
        nat.ifPresent(kind -> texts.add("nat=" + kind));
        texts.addAll(more);
        var question = new Question(OwnerNames.meta(host), Type.TXT);
        KeyValueResult<Metadata> reading = MetadataText.read(question, texts);
        Failure.throwIfAny(Failure.Kind.INPUT, reading.problems());
        return reading.value();
    }
}
