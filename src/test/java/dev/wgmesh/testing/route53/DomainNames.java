package dev.wgmesh.testing.route53;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Domain names in the API's format. */
final class DomainNames {
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-3][0-7]{2})");

    private DomainNames() {}

    /**
     * A name as it is listed, whatever way it was given: lower case, absolute, in octal what is not
     * a letter, a digit, - or _.
     */
    static String listed(String given) throws ApiError {
        String plain =
                ESCAPE.matcher(given)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        String.valueOf(
                                                (char) Integer.parseInt(found.group(1), 8))));
        if (plain.isEmpty() || plain.length() > 255 || plain.contains("..")) {
            throw new ApiError(400, "InvalidDomainName", given + " is no domain name");
        }
        var listed = new StringBuilder();
        for (char c : plain.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean kept = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.".indexOf(c) >= 0;
            listed.append(kept ? String.valueOf(c) : String.format(Locale.ROOT, "\\%03o", (int) c));
        }
        return listed.toString().endsWith(".") ? listed.toString() : listed + ".";
    }

    static boolean within(String name, String apex) {
        return name.equals(apex) || name.endsWith("." + apex);
    }
}
