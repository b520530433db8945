package dev.wgmesh.testing.route53;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Validates the values of a set, with the API's messages where known. */
final class RecordValues {
    /** Values of a set at the most. */
    private static final int MAX_SET = 400;

    /** Characters of a value at the most. */
    private static final int MAX_VALUE = 4_000;

    /** Characters of one string of a TXT value at the most. */
    private static final int MAX_STRING = 255;

    private static final Pattern TXT_VALUE =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\[\"\\\\]|\\\\[0-3][0-7]{2})*\"");

    private static final Pattern ONE = Pattern.compile("[^\"\\\\]|\\\\[0-3][0-7]{2}|\\\\[\"\\\\]");

    private RecordValues() {}

    /** Everything that is wrong with the values. */
    static List<String> problems(RecordSet set) {
        var problems = new ArrayList<String>();
        if (set.values().isEmpty() && !set.routing().containsKey("AliasTarget/DNSName")) {
            problems.add("Missing field 'ResourceRecords' in Change with " + set.describe());
        }
        if (set.values().size() > MAX_SET) {
            problems.add("Number of resource records limit of 400 exceeded by " + set.describe());
        }
        var seen = new HashSet<String>();
        for (String value : set.values()) {
            if (!seen.add(value)) {
                problems.add("Duplicate Resource Record: '" + value + "'");
            }
            if (value.length() > MAX_VALUE) {
                problems.add(fatal("CharacterStringTooLong (Value is too long)", value));
            }
            problem(set.type(), value).map(what -> fatal(what, value)).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> problem(String type, String value) {
        return switch (type) {
            case "TXT", "SPF" -> text(value);
            case "A" ->
                    unless(
                            value.matches("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}"),
                            "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)");
            case "AAAA" ->
                    unless(
                            value.matches("[0-9a-f.]*:[0-9a-f:.]*"),
                            "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)");
            case "SRV" ->
                    unless(
                            value.matches("[0-9]+ [0-9]+ [0-9]+ [^ ]+"),
                            "SRVRRDATANotFourFields (Value does not have four fields)");
            case "CNAME", "PTR", "NS" ->
                    unless(value.matches("[^ ]+"), "DomainNameEmpty (Domain name is empty)");
            default -> Optional.empty();
        };
    }

    private static Optional<String> unless(boolean good, String what) {
        return good ? Optional.empty() : Optional.of(what);
    }

    private static Optional<String> text(String value) {
        Matcher strings = TXT_VALUE.matcher(value);
        int at = 0;
        while (strings.find(at) && strings.start() == at) {
            String string = strings.group().substring(1, strings.group().length() - 1);
            if (ONE.matcher(string).results().count() > MAX_STRING) {
                return Optional.of("CharacterStringTooLong (Value is too long)");
            }
            at = strings.end();
            if (at == value.length()) {
                return Optional.empty();
            }
            if (value.charAt(at) != ' ') {
                break;
            }
            at++;
        }
        return Optional.of("InvalidCharacterString (Value should be enclosed in quotation marks)");
    }

    private static String fatal(String what, String value) {
        return "Invalid Resource Record: 'FATAL problem: "
                + what
                + " encountered with '"
                + value
                + "''";
    }
}
