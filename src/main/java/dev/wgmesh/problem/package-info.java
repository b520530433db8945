/** What a person is told when something is wrong: where, what, how to mend it. */
@NullMarked
package dev.wgmesh.problem;

import org.jspecify.annotations.NullMarked;
