/** The commands at a prompt. */
@NullMarked
package dev.wgmesh.shell;

import org.jspecify.annotations.NullMarked;
