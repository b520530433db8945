/** The decisions of a pass as pure functions: members, claims, endpoints, paths, intervals. */
@NullMarked
package dev.wgmesh.mesh;

import org.jspecify.annotations.NullMarked;
