/** How long a reading may take, how much of it fits the heap, and work that the cores share. */
@NullMarked
package dev.wgmesh.limits;

import org.jspecify.annotations.NullMarked;
