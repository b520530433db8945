/** Files opened, locked, replaced whole, never half. */
@NullMarked
package dev.wgmesh.files;

import org.jspecify.annotations.NullMarked;
