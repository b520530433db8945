/** The checks of {@code doctor} as pure functions over what was read from a node. */
@NullMarked
package dev.wgmesh.diagnosis;

import org.jspecify.annotations.NullMarked;
