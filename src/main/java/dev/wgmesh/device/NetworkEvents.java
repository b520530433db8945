package dev.wgmesh.device;

import dev.wgmesh.model.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code ip -N -o monitor label link address route}. A line that only repeats what is known,
 * such as the new lifetime of an address after a router advertisement, is no event.
 */
final class NetworkEvents {
    /** A route of wg-mesh that was removed; one that is added is of no interest. */
    private static final Pattern OWN_ROUTE =
            Pattern.compile("\\[ROUTE]Deleted .* proto " + Route.PROTOCOL + "\\b.*");

    private static final Pattern DEFAULT_ROUTE =
            Pattern.compile("\\[ROUTE](?:Deleted )?(?:unicast )?default .*");

    /** An interface's number and name: {@code 3: eth0@if4: } or {@code 3: eth0 inet }. */
    private static final Pattern NUMBERED =
            Pattern.compile("\\[(LINK|ADDR)](Deleted )?\\d+: ([^:@\\s]+)(.*)");

    /** What changes although nothing happened. */
    private static final Pattern LIFETIME =
            Pattern.compile("\\b(?:valid_lft|preferred_lft|expires) \\S+");

    private static final Pattern ADDRESS =
            Pattern.compile("\\s+inet6? (\\S+) (?:.* )?scope (\\S+)");

    /** ENOBUFS: the kernel had more events than ip read in time, and dropped some. */
    private static final String OVERRUN = "No buffer space available";

    /** The scope of an address that other nodes can use. */
    private static final String GLOBAL = "0";

    /** Lines that are remembered; a node with more addresses gets an event too many. */
    private static final int REMEMBERED = 1_000;

    private final String device;
    private final Map<String, String> last = new LinkedHashMap<>();

    NetworkEvents(String device) {
        this.device = device;
    }

    /** Returns the events of a line; empty: none that concerns a mesh. */
    Optional<NetworkEvent> of(String line) {
        if (OWN_ROUTE.matcher(line).matches()) {
            return Optional.of(NetworkEvent.DEVICE);
        }
        if (DEFAULT_ROUTE.matcher(line).matches()) {
            return ifNew(line.replaceFirst("Deleted ", ""), line, NetworkEvent.NETWORK);
        }
        Matcher numbered = NUMBERED.matcher(line);
        if (numbered.matches()) {
            return ofInterface(line, numbered);
        }
        return line.contains(OVERRUN) ? Optional.of(NetworkEvent.DEVICE) : Optional.empty();
    }

    private Optional<NetworkEvent> ofInterface(String line, Matcher numbered) {
        String name = numbered.group(3);
        String rest = numbered.group(4);
        NetworkEvent event = name.equals(device) ? NetworkEvent.DEVICE : NetworkEvent.NETWORK;
        if (numbered.group(1).equals("LINK")) {
            return ifNew("link " + name, line, event);
        }
        Matcher address = ADDRESS.matcher(rest);
        if (!address.lookingAt() || !address.group(2).equals(GLOBAL)) {
            return Optional.empty();
        }
        return ifNew(name + " " + address.group(1), line, event);
    }

    private Optional<NetworkEvent> ifNew(String subject, String line, NetworkEvent event) {
        String text = LIFETIME.matcher(line).replaceAll("");
        if (text.equals(last.put(LIFETIME.matcher(subject).replaceAll(""), text))) {
            return Optional.empty();
        }
        if (last.size() > REMEMBERED) {
            List<String> oldest = new ArrayList<>(last.keySet()).subList(0, REMEMBERED / 2);
            oldest.forEach(last::remove);
        }
        return Optional.of(event);
    }
}
