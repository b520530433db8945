/** Records as values, the codec between a mesh and RRsets, zone-file text. */
@NullMarked
package dev.wgmesh.zone;

import org.jspecify.annotations.NullMarked;
