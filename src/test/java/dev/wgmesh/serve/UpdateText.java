package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Updates of example.com as lines: {@code prerequisites | updates | zone section}, the last left
 * out where it is {@code @ 0 IN SOA}. Records are {@code owner ttl class type data}, with {@code &}
 * between them.
 */
final class UpdateText {
    private static final Name APEX = Question.name("example.com");

    private UpdateText() {}

    /** The message, with an ID and no signature. */
    static Message message(String update) throws IOException {
        String[] parts = (" " + update + " ").split("\\|");
        var message = new Message();
        message.getHeader().setOpcode(Opcode.UPDATE);
        for (String zone : records(parts.length > 2 ? parts[2] : "@ 0 IN SOA")) {
            String[] words = zone.split(" ");
            message.addRecord(
                    Record.newRecord(name(words[0]), Type.value(words[3]), DClass.value(words[2])),
                    Section.ZONE);
        }
        for (String record : records(parts[0])) {
            message.addRecord(record(record), Section.PREREQ);
        }
        for (String record : records(parts[1])) {
            message.addRecord(record(record), Section.UPDATE);
        }
        return message;
    }

    private static List<String> records(String part) {
        return Stream.of(part.split("&"))
                .map(String::strip)
                .filter(record -> !record.isEmpty())
                .toList();
    }

    private static Record record(String text) throws IOException {
        String[] words = text.split(" ", 5);
        Name owner = name(words[0]);
        long ttl = Long.parseLong(words[1]);
        int dclass = DClass.value(words[2]);
        int type = Type.value(words[3], true);
        return words.length < 5
                ? Record.newRecord(owner, type, dclass, ttl)
                : Record.fromString(owner, type, dclass, ttl, words[4], APEX);
    }

    private static Name name(String text) {
        return text.equals("@")
                ? APEX
                : Question.name(text.endsWith(".") ? text : text + ".example.com");
    }
}
