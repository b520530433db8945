/** TSIG keys and the file formats that hold them. */
@NullMarked
package dev.wgmesh.tsig;

import org.jspecify.annotations.NullMarked;
