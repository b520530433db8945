/** Small networks of namespaces on this machine, created by {@code scripts/netlab}. */
@NullMarked
package dev.wgmesh.testing.net;

import org.jspecify.annotations.NullMarked;
