/** WireGuard keys: made, derived, read, written, hidden. */
@NullMarked
package dev.wgmesh.keys;

import org.jspecify.annotations.NullMarked;
