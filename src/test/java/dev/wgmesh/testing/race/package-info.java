/** Writers who change one mesh at the same time, wherever its zone is hosted. */
@NullMarked
package dev.wgmesh.testing.race;

import org.jspecify.annotations.NullMarked;
