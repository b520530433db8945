package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts of {@code scripts/messages} are plain technical English. */
class MessagesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/wgmesh");

    /** Words and phrases that a reader whose first language is not English stumbles over. */
    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    "(?<!there )\\b(?:is|are) no (?!longer)"
                            + "|\\b(?:is|are) (?:none|told|founded|so already|otherwise|gone)\\b"
                            + "|\\bmend(?:s|ed)?\\b|\\bstands? (?:at|there|beside|in the way)\\b"
                            + "|\\botherwise\\b|\\bwhoever\\b|\\bas it comes\\b|the makers of|hang it"
                            + "|\\bspeaks?\\b|goes on with|is about no|\\bwants? (?:it|to be)\\b");

    @Test
    void no_message_has_a_forbidden_phrase() throws IOException {
        assertEquals("", offenders(SOURCES));
    }

    @Test
    void a_forbidden_phrase_is_found_with_its_file_and_line(@TempDir Path folder)
            throws IOException {
        Files.writeString(
                folder.resolve("A.java"),
                """
                class A {
                    Object a = new Problem("here", name + " is no "
                            + "host", "choose another");
                }
                """);
        assertEquals("A.java:2: here | {name} is no host | choose another", offenders(folder));
    }

    @Test
    void calls_conditions_switches_and_annotations_are_read(@TempDir Path folder)
            throws IOException {
        Files.writeString(
                folder.resolve("A.java"),
                """
                class A {
                    @Option(names = "-a", description = {"First line,", "and the second."})
                    String a;
                    String b = c ? "one of two" : d(e -> "in a lambda");
                    String f(int g) {
                        return switch (g) {
                            case 1 -> "in a switch";
                            default -> new Failure("where", "what is wrong", h).toString();
                        };
                    }
                }
                """);
        assertEquals(
                """
                A.java:2: First line,
                A.java:2: and the second.
                A.java:4: (one of two / {d((e)->"in a lambda")})
                A.java:4: in a lambda
                A.java:7: in a switch
                A.java:8: where | what is wrong\
                """,
                MessageCatalogue.read(folder).stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("\n")));
    }

    private static String offenders(Path root) throws IOException {
        List<MessageCatalogue.Message> messages = MessageCatalogue.read(root);
        assertTrue(!messages.isEmpty(), root + " has no messages");
        return messages.stream()
                .filter(message -> FORBIDDEN.matcher(message.text()).find())
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }
}
