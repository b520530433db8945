/** A pass over a node, its state file, and the loop that repeats it. */
@NullMarked
package dev.wgmesh.apply;

import org.jspecify.annotations.NullMarked;
