package dev.wgmesh.cli;

/**
 * How a command talks.
 *
 * @param format of the data on stdout
 * @param verbose whether queries, records and commands are printed on stderr
 * @param debug whether failures carry a stack trace
 * @param colour whether stdout may be coloured
 * @param errColour whether stderr may be coloured
 */
public record OutputStyle(
        OutputFormat format, boolean verbose, boolean debug, boolean colour, boolean errColour) {}
