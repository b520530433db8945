/** How long a reading may take, how much of it fits the heap, and work on other threads. */
@NullMarked
package dev.wgmesh.limits;

import org.jspecify.annotations.NullMarked;
