/** Reads meshes: resolvers and zone files. */
@NullMarked
package dev.wgmesh.dns;

import org.jspecify.annotations.NullMarked;
