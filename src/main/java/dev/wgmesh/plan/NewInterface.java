package dev.wgmesh.plan;

/**
 * An interface to make before the changes: up, without peers and addresses.
 *
 * @param port to listen on, UDP
 */
public record NewInterface(String name, int port) {}
