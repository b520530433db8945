/**
 * Reads and changes a zone where it is hosted: the interface and what every implementation uses.
 */
@NullMarked
package dev.wgmesh.provider;

import org.jspecify.annotations.NullMarked;
