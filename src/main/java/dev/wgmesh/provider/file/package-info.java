/** Zones in zone files, edited in place. */
@NullMarked
package dev.wgmesh.provider.file;

import org.jspecify.annotations.NullMarked;
