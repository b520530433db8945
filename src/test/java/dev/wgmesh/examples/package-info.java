/** The files of zones/ and examples/, loaded by the servers they are written for. */
@NullMarked
package dev.wgmesh.examples;

import org.jspecify.annotations.NullMarked;
