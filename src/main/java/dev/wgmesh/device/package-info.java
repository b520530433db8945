/** Reads and changes a WireGuard interface, its addresses and routes. */
@NullMarked
package dev.wgmesh.device;

import org.jspecify.annotations.NullMarked;
