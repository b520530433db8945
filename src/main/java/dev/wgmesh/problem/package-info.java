/** Problems and failures: where, what, and how to fix it. */
@NullMarked
package dev.wgmesh.problem;

import org.jspecify.annotations.NullMarked;
