/**
 * The location of each zone, from flags, wg-mesh.toml or ./zones, and the drivers that open the
 * location.
 */
@NullMarked
package dev.wgmesh.config;

import org.jspecify.annotations.NullMarked;
