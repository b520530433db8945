/** The rules of reconciling: paths, routes, conflicts, intervals, as pure functions. */
@NullMarked
package dev.wgmesh.mesh;

import org.jspecify.annotations.NullMarked;
