/** Found, allocate, join: intent to plan to push, with retries. */
@NullMarked
package dev.wgmesh.provision;

import org.jspecify.annotations.NullMarked;
