package dev.wgmesh.render;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.MemberPath;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.PingResult;
import dev.wgmesh.plan.TrafficRate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The members of a mesh in columns, as many of them as fit a width.
 *
 * @param width columns of the terminal
 * @param live whether rates matter more than totals
 * @param now the time of the reading
 */
record StatusTable(TerminalColour paint, int width, boolean live, Instant now) {
    private static final String NOTHING = "-";
    private static final int GAP = 2;

    /** Names are cut to no less. */
    private static final int SHORTEST_NAME = 18;

    /** The longest endpoint of IPv4: {@code 255.255.255.255:65535}. */
    private static final int LONGEST_ENDPOINT = 21;

    /**
     * A column.
     *
     * @param weight where the width is short, those of the least weight are left out
     */
    private record Column(
            String heading, boolean right, int weight, Function<MemberStatus, String> cell) {
        Column(String heading, int weight, Function<MemberStatus, String> cell) {
            this(heading, false, weight, cell);
        }
    }

    String text(List<MemberStatus> members) {
        List<Column> columns = columns(members);
        int names = members.stream().mapToInt(it -> it.host().text().length()).max().orElse(0);
        int most = Math.max("MEMBER".length(), names);
        while (widthOf(columns, members) + Math.min(most, SHORTEST_NAME) > width
                && columns.size() > 1) {
            int least = columns.stream().mapToInt(Column::weight).min().orElseThrow();
            columns.removeIf(column -> column.weight() == least);
        }
        int name = Math.min(most, Math.max(SHORTEST_NAME, width - widthOf(columns, members)));
        var headings = new ArrayList<>(List.of("MEMBER"));
        int[] widths = columns.stream().mapToInt(it -> widthOf(it, members)).toArray();
        for (int i = 0; i < widths.length; i++) {
            headings.add(padded(columns.get(i), columns.get(i).heading(), widths[i]));
        }
        var rows = new ArrayList<List<String>>();
        for (MemberStatus member : members) {
            var row = new ArrayList<>(List.of(cut(member.host().text(), name)));
            for (int i = 0; i < widths.length; i++) {
                row.add(padded(columns.get(i), columns.get(i).cell().apply(member), widths[i]));
            }
            rows.add(row);
        }
        return new TextTable(headings, rows).text(paint);
    }

    private List<Column> columns(List<MemberStatus> members) {
        var columns = new ArrayList<Column>();
        columns.add(new Column("PATH", 100, it -> path(paint, it.path())));
        columns.add(
                new Column(
                        "ENDPOINT", 65, it -> it.endpoint().map(this::endpoint).orElse(NOTHING)));
        columns.add(
                new Column("FROM", 50, it -> it.origin().map(Object::toString).orElse(NOTHING)));
        columns.add(new Column("SEEN", true, 90, this::seen));
        if (members.stream().anyMatch(it -> it.ping().isPresent())) {
            columns.add(
                    new Column("LOSS", true, 80, it -> it.ping().map(this::loss).orElse(NOTHING)));
            columns.add(
                    new Column(
                            "RTT",
                            true,
                            70,
                            it ->
                                    it.ping()
                                            .flatMap(PingResult::average)
                                            .map(Quantity::milliseconds)
                                            .orElse(NOTHING)));
        }
        columns.add(
                new Column("RX", true, live ? 30 : 60, it -> octets(it, peer -> peer.received())));
        columns.add(new Column("TX", true, live ? 30 : 60, it -> octets(it, peer -> peer.sent())));
        if (members.stream().anyMatch(it -> it.rate().isPresent())) {
            columns.add(
                    new Column(
                            "RX/S", true, live ? 60 : 30, it -> rate(it, TrafficRate::received)));
            columns.add(
                    new Column("TX/S", true, live ? 60 : 30, it -> rate(it, TrafficRate::sent)));
        }
        return columns;
    }

    private static String octets(MemberStatus member, Function<PeerState, Long> count) {
        return member.peer().map(count).map(Quantity::octets).orElse(NOTHING);
    }

    private static String rate(MemberStatus member, Function<TrafficRate, Long> count) {
        return member.rate().map(count).map(Quantity::octets).orElse(NOTHING);
    }

    private String seen(MemberStatus member) {
        return member.peer()
                .map(peer ->
                        peer.handshake()
                                .map(at -> Quantity.age(Duration.between(at, now).abs()))
                                .orElse("never"))
                .orElse(NOTHING);
    }

    private String loss(PingResult ping) {
        String text = ping.lossPercent() + "%";
        return ping.received() == ping.sent()
                ? text
                : ping.received() == 0 ? paint.red(text) : paint.yellow(text);
    }

    private String endpoint(Endpoint endpoint) {
        return cut(endpoint.toString(), Math.max(LONGEST_ENDPOINT, width - 80));
    }

    /** Returns a path in the colour of what it means. */
    static String path(TerminalColour paint, MemberPath path) {
        String text = path.toString();
        return switch (path) {
            case LAN, TUNNEL, OBSERVED, RELAY -> paint.green(text);
            case IDLE -> paint.dim(text);
            case TRYING, WAITING -> paint.yellow(text);
            case DEAD, ABSENT -> paint.red(text);
        };
    }

    private static int widthOf(List<Column> columns, List<MemberStatus> members) {
        return columns.stream().mapToInt(column -> widthOf(column, members) + GAP).sum();
    }

    private static int widthOf(Column column, List<MemberStatus> members) {
        return members.stream()
                .mapToInt(it -> TextTable.columns(column.cell().apply(it)))
                .reduce(column.heading().length(), Math::max);
    }

    private static String padded(Column column, String cell, int width) {
        return column.right() ? " ".repeat(width - TextTable.columns(cell)) + cell : cell;
    }

    /** Cuts a text in the middle: both ends tell names and addresses apart. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int tail = (most - 1) / 2;
        return text.substring(0, most - 1 - tail) + "\u2026" + text.substring(text.length() - tail);
    }
}
