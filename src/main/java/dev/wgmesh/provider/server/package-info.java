/** Zones of servers that take dynamic updates (RFC 2136). */
@NullMarked
package dev.wgmesh.provider.server;

import org.jspecify.annotations.NullMarked;
