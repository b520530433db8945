/** Reads and changes a zone where it is hosted: zone file, RFC 2136, Route53, memory. */
@NullMarked
package dev.wgmesh.provider;

import org.jspecify.annotations.NullMarked;
