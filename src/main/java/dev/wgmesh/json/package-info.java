/** JSON as trees of nodes. */
@NullMarked
package dev.wgmesh.json;

import org.jspecify.annotations.NullMarked;
