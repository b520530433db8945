/** How long a reading may take, and how much of it fits the heap. */
@NullMarked
package dev.wgmesh.limits;

import org.jspecify.annotations.NullMarked;
