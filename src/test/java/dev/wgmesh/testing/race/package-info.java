/** Concurrent writers of one mesh, on every provider. */
@NullMarked
package dev.wgmesh.testing.race;

import org.jspecify.annotations.NullMarked;
