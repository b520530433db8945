/** The mesh as immutable values. */
@NullMarked
package dev.wgmesh.model;

import org.jspecify.annotations.NullMarked;
