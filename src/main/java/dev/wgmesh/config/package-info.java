/**
 * Which place speaks for a zone: flags, wg-mesh.toml, ./zones; opens drivers with what it is
 * handed.
 */
@NullMarked
package dev.wgmesh.config;

import org.jspecify.annotations.NullMarked;
