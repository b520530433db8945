/** A house built wrong: each class here breaks a rule that ArchitectureTest keeps. */
@NullMarked
package dev.wgmesh.wrong;

import org.jspecify.annotations.NullMarked;
