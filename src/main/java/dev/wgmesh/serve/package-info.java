/** The development DNS server over zone files, for demos and tests. */
@NullMarked
package dev.wgmesh.serve;

import org.jspecify.annotations.NullMarked;
