/** Observed endpoints: members that say where they see others, and the questions to them. */
@NullMarked
package dev.wgmesh.observe;

import org.jspecify.annotations.NullMarked;
