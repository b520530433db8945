/** The commands of wg-mesh: one class a command, and what several of them share. */
@NullMarked
package dev.wgmesh.command;

import org.jspecify.annotations.NullMarked;
