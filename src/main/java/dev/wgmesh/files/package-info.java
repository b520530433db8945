/** Reads, locks, and atomically replaces files. */
@NullMarked
package dev.wgmesh.files;

import org.jspecify.annotations.NullMarked;
