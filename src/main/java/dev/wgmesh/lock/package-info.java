/** Signatures of member records, and whether a node's lock accepts them. */
@NullMarked
package dev.wgmesh.lock;

import org.jspecify.annotations.NullMarked;
