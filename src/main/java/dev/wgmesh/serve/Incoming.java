package dev.wgmesh.serve;

/**
 * A message as it came in.
 *
 * @param overTcp over TCP, else over UDP
 * @param fromLoopback whether the sender is on this machine
 */
record Incoming(byte[] octets, boolean overTcp, boolean fromLoopback) {}
