/** What lies in zones/ and examples/, in the hands of the servers that it is written for. */
@NullMarked
package dev.wgmesh.examples;

import org.jspecify.annotations.NullMarked;
