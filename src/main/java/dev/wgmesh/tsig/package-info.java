/** TSIG keys, read in every form. */
@NullMarked
package dev.wgmesh.tsig;

import org.jspecify.annotations.NullMarked;
