/** One pass, the state it keeps, and the loop around it. */
@NullMarked
package dev.wgmesh.apply;

import org.jspecify.annotations.NullMarked;
