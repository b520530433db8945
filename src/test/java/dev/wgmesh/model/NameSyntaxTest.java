package dev.wgmesh.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.Seeds;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The syntax of mesh names and addresses, against regular expressions of the same. */
class NameSyntaxTest {
    private static final int RUNS = 20_000;
    private static final String CHARACTERS = "aAz09-_..*é\n ";
    private static final String DIGITS = "00123459..../x";

    private static final Pattern MESH =
            Pattern.compile("_[a-z0-9_-]{0,62}(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV4_PREFIX =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}/(3[0-2]|[12]?[0-9])");

    private static String random(RandomGenerator random, String characters) {
        var text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            String next = "" + characters.charAt(random.nextInt(characters.length()));
            text.append(next.repeat(random.nextInt(8) == 0 ? random.nextInt(1, 70) : 1));
        }
        return text.toString();
    }

    private static String folded(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Test
    void the_first_label_of_mesh_names_begins_with_an_underscore() {
        Seeds.check(
                RUNS,
                random -> {
                    String text = "_" + random(random, CHARACTERS);
                    String folded = folded(text);
                    boolean valid = folded.length() <= 243 && MESH.matcher(folded).matches();
                    assertEquals(
                            valid ? Optional.of(folded) : Optional.empty(),
                            MeshName.parse(text).map(MeshName::text),
                            text);
                });
    }

    @Test
    void ipv4_addresses_and_prefixes_are_decimal_without_leading_zeros() {
        Seeds.check(
                RUNS,
                random -> {
                    String text = octets(random);
                    boolean address = IPV4.matcher(text).matches();
                    assertEquals(
                            address ? Optional.of(text) : Optional.empty(),
                            IpAddress.parse(text).map(IpAddress::toString),
                            text);
                    String cidr = text + "/" + random.nextInt(40);
                    boolean prefix = IPV4_PREFIX.matcher(cidr).matches();
                    assertEquals(prefix, Prefix.parseWithHostBits(cidr).isPresent(), cidr);
                });
    }

    private static String octets(RandomGenerator random) {
        var text = new StringBuilder();
        int count = random.nextInt(6) == 0 ? random.nextInt(6) : 4;
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ".");
            text.append(random.nextInt(12) == 0 ? random(random, DIGITS) : random.nextInt(280));
        }
        return text.toString();
    }

    @Test
    void a_prefix_contains_the_addresses_whose_first_bits_are_its_own() {
        Seeds.check(
                RUNS,
                random -> {
                    boolean v4 = random.nextBoolean();
                    IpAddress one = address(random, v4);
                    IpAddress other = random.nextInt(4) == 0 ? one : address(random, v4);
                    int length = random.nextInt(one.family().bits() + 1);
                    Prefix prefix = Prefix.containing(one, length);
                    boolean same =
                            one.family() == other.family()
                                    && Prefix.containing(other, length).equals(prefix);
                    assertEquals(same, prefix.contains(other), prefix + " " + other);
                });
    }

    private static IpAddress address(RandomGenerator random, boolean v4) {
        byte[] bytes = new byte[v4 ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(2);
        }
        return IpAddress.of(bytes);
    }
}
