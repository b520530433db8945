/** DNS records as values, the codec between a mesh and RRsets, and zone-file text. */
@NullMarked
package dev.wgmesh.zone;

import org.jspecify.annotations.NullMarked;
