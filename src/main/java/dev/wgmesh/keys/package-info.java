/** WireGuard keys and key files. */
@NullMarked
package dev.wgmesh.keys;

import org.jspecify.annotations.NullMarked;
