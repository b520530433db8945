/** Runs other programs with a time limit. */
@NullMarked
package dev.wgmesh.process;

import org.jspecify.annotations.NullMarked;
