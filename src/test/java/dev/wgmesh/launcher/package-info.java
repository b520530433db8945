/** scripts/wg-mesh as a black box, in folders of its own, around programs of a few lines. */
@NullMarked
package dev.wgmesh.launcher;

import org.jspecify.annotations.NullMarked;
