/** Plans, meshes and findings as text and JSON. */
@NullMarked
package dev.wgmesh.render;

import org.jspecify.annotations.NullMarked;
