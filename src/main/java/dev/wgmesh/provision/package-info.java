/** Init, allocate, join, set, rotate, leave: from request to plan to commit, with retries. */
@NullMarked
package dev.wgmesh.provision;

import org.jspecify.annotations.NullMarked;
