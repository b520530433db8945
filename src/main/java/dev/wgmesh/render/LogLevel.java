package dev.wgmesh.render;

import java.util.Locale;

/** How important a message is. */
public enum LogLevel {
    /** Something failed. */
    ERROR(3),
    /** Something should be looked at. */
    WARNING(4),
    /** Something was done. */
    INFO(6),
    /** For who looks for a fault: queries and commands. */
    DEBUG(7);

    private final int priority;

    LogLevel(int priority) {
        this.priority = priority;
    }

    /** Returns the priority of syslog (RFC 5424, section 6.2.1). */
    public int priority() {
        return priority;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
