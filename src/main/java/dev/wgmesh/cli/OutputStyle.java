package dev.wgmesh.cli;

/**
 * How a command talks.
 *
 * @param form of the data on stdout
 * @param verbose whether queries, records and commands are told on stderr
 * @param debug whether failures carry a stack trace
 * @param colour whether stdout may be coloured
 * @param errColour whether stderr may be coloured
 */
public record OutputStyle(
        OutputFormat form, boolean verbose, boolean debug, boolean colour, boolean errColour) {}
