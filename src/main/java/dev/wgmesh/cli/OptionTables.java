package dev.wgmesh.cli;

/**
 * The options of each command as text. The build replaces this class by one that has the texts
 * (src/build/FastStart.java); as long as it has not, picocli parses every command line.
 */
final class OptionTables {
    private OptionTables() {}

    /** Returns the table of the command of a class; empty where there is none. */
    static String of(String className) {
        return "";
    }
}
