/** Parse, call, render, exit code. */
@NullMarked
package dev.wgmesh.cli;

import org.jspecify.annotations.NullMarked;
