/** DNS servers for tests: real ones on loopback, and one that does as it is told. */
@NullMarked
package dev.wgmesh.testing.dns;

import org.jspecify.annotations.NullMarked;
