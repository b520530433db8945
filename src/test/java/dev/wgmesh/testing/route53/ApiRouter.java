package dev.wgmesh.testing.route53;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dispatches API calls. */
final class ApiRouter {
    private static final Pattern ZONE = Pattern.compile("/2013-04-01/hostedzone/([A-Z0-9]+)");
    private static final Pattern SETS = Pattern.compile("/2013-04-01/hostedzone/([A-Z0-9]+)/rrset");
    private static final Pattern CHANGE = Pattern.compile("/2013-04-01/change/([A-Z0-9]+)");

    private final FakeAccount account;
    private final InstantSource clock;

    ApiRouter(FakeAccount account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    /** A call of the API. */
    record Call(String method, String path, Map<String, String> parameters, byte[] body) {
        Optional<String> parameter(String name) {
            return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
        }
    }

    static Map<String, String> parameters(URI uri) {
        var parameters = new HashMap<String, String>();
        for (String part : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2) {
                parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    Xml answer(Call call, Behaviour behaviour) throws ApiError, IOException {
        Matcher zone = ZONE.matcher(call.path());
        Matcher sets = SETS.matcher(call.path());
        Matcher change = CHANGE.matcher(call.path());
        if (call.method().equals("POST") && sets.matches()) {
            return change(account.zone(sets.group(1)), call, behaviour);
        }
        if (!call.method().equals("GET")) {
            throw new ApiError(405, "InvalidAction", call.method() + " " + call.path());
        }
        if (sets.matches()) {
            return sets(account.zone(sets.group(1)), call, behaviour);
        }
        if (zone.matches()) {
            return ApiReplies.zone(account.zone(zone.group(1)));
        }
        if (change.matches()) {
            FakeAccount.Applied applied = account.change(change.group(1));
            Instant inSync = applied.at().plus(behaviour.inSync());
            return ApiReplies.change(
                    "GetChangeResponse",
                    applied.id(),
                    !clock.instant().isBefore(inSync),
                    applied.at(),
                    applied.comment());
        }
        return switch (call.path()) {
            case "/2013-04-01/hostedzone" -> zones(call, behaviour);
            case "/2013-04-01/hostedzonesbyname" -> zonesByName(call, behaviour);
            default -> throw new ApiError(404, "UnknownOperationException", call.path());
        };
    }

    /** Denies a call that the policy does not allow. */
    static void requirePermission(Call call, IamPolicy policy) throws ApiError, IOException {
        Matcher zone = ZONE.matcher(call.path());
        Matcher sets = SETS.matcher(call.path());
        String arn = "arn:aws:route53:::";
        if (sets.matches()) {
            String resource = arn + "hostedzone/" + sets.group(1);
            if (call.method().equals("POST")) {
                var request = ChangeRequest.of(Xml.read(new ByteArrayInputStream(call.body())));
                policy.require("route53:ChangeResourceRecordSets", resource, keys(request));
            } else {
                policy.require("route53:ListResourceRecordSets", resource, Map.of());
            }
        } else if (zone.matches()) {
            String resource = arn + "hostedzone/" + zone.group(1);
            policy.require("route53:GetHostedZone", resource, Map.of());
        } else if (CHANGE.matcher(call.path()).matches()) {
            String resource = arn + call.path().substring("/2013-04-01/".length());
            policy.require("route53:GetChange", resource, Map.of());
        } else {
            policy.require("route53:ListHostedZones", "*", Map.of());
        }
    }

    /** The condition keys of a change: names in lower case, without the dot at the end. */
    private static Map<String, Set<String>> keys(ChangeRequest request) {
        var names = new TreeSet<String>();
        var types = new TreeSet<String>();
        var actions = new TreeSet<String>();
        for (ChangeRequest.Item item : request.items()) {
            names.add(item.set().name().replaceAll("\\.$", ""));
            types.add(item.set().type());
            actions.add(item.action());
        }
        String prefix = "route53:ChangeResourceRecordSets";
        return Map.of(
                prefix + "NormalizedRecordNames", names,
                prefix + "RecordTypes", types,
                prefix + "Actions", actions);
    }

    private Xml zones(Call call, Behaviour behaviour) throws ApiError {
        int page = page(call, behaviour, 100);
        String marker = call.parameter("marker").orElse("");
        List<FakeHostedZone> from =
                account.zones().stream().filter(z -> z.id().compareTo(marker) >= 0).toList();
        return ApiReplies.zones(first(from, page), rest(from, page), page);
    }

    private Xml zonesByName(Call call, Behaviour behaviour) throws ApiError {
        int page = page(call, behaviour, 100);
        String name = call.parameter("dnsname").isPresent() ? listed(call, "dnsname") : "";
        String id = call.parameter("hostedzoneid").orElse("");
        String start = name.isEmpty() ? "" : RecordSet.reversed(name);
        List<FakeHostedZone> from =
                account.byName().stream()
                        .filter(z -> {
                            int order = RecordSet.reversed(z.name()).compareTo(start);
                            return order > 0 || order == 0 && z.id().compareTo(id) >= 0;
                        })
                        .toList();
        return ApiReplies.zonesByName(first(from, page), rest(from, page), page);
    }

    private static Xml sets(FakeHostedZone zone, Call call, Behaviour behaviour) throws ApiError {
        int page = page(call, behaviour, 300);
        if (call.parameter("type").isPresent() && call.parameter("name").isEmpty()) {
            throw ApiError.input("Cannot specify type without name");
        }
        List<RecordSet> from =
                call.parameter("name").isEmpty()
                        ? zone.sets()
                        : zone.from(
                                RecordSet.at(
                                        listed(call, "name"),
                                        call.parameter("type").orElse(""),
                                        call.parameter("identifier").orElse("")));
        return ApiReplies.sets(first(from, page), rest(from, page), page);
    }

    private Xml change(FakeHostedZone zone, Call call, Behaviour behaviour)
            throws ApiError, IOException {
        var request = ChangeRequest.of(Xml.read(new ByteArrayInputStream(call.body())));
        Instant now = clock.instant();
        zone.apply(request, now, now.plus(behaviour.busy()));
        FakeAccount.Applied applied = account.applied(request.comment());
        return ApiReplies.change(
                "ChangeResourceRecordSetsResponse",
                applied.id(),
                false,
                applied.at(),
                applied.comment());
    }

    private static String listed(Call call, String parameter) throws ApiError {
        return DomainNames.listed(call.parameter(parameter).orElse(""));
    }

    private static int page(Call call, Behaviour behaviour, int most) throws ApiError {
        String asked = call.parameter("maxitems").orElse(String.valueOf(most));
        if (!asked.matches("[0-9]{1,9}")) {
            throw ApiError.input("maxitems is no number: " + asked);
        }
        return Math.min(Math.min(Integer.parseInt(asked), most), behaviour.page());
    }

    private static <T> List<T> first(List<T> all, int page) {
        return all.subList(0, Math.min(page, all.size()));
    }

    private static <T> List<T> rest(List<T> all, int page) {
        return all.subList(Math.min(page, all.size()), all.size());
    }
}
