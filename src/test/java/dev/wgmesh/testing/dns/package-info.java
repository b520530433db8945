/** DNS servers for tests: real ones on loopback, and a scripted one. */
@NullMarked
package dev.wgmesh.testing.dns;

import org.jspecify.annotations.NullMarked;
