/** Counterexamples: each class here breaks a rule of ArchitectureTest. */
@NullMarked
package dev.wgmesh.wrong;

import org.jspecify.annotations.NullMarked;
