package dev.wgmesh.render;

/**
 * A file of a configuration.
 *
 * @param name without a folder
 */
public record ConfigurationFile(String name, String text) {}
