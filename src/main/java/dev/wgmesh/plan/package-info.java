/** The difference between two states (zone or device), and whether it is safe. */
@NullMarked
package dev.wgmesh.plan;

import org.jspecify.annotations.NullMarked;
