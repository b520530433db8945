/** The entry point: the only place that touches System. */
@NullMarked
package dev.wgmesh;

import org.jspecify.annotations.NullMarked;
