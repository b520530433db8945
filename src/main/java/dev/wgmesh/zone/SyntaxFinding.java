package dev.wgmesh.zone;

/**
 * A part of a zone file that could not be read; reading went on after it.
 *
 * @param what is wrong with it
 * @param mend how to write it instead
 * @param include whether it is about an {@code $INCLUDE} that is missing or outside the folder
 */
public record SyntaxFinding(Place place, String what, String mend, boolean include) {}
