/** One class a rule over a snapshot of a zone. */
@NullMarked
package dev.wgmesh.validate;

import org.jspecify.annotations.NullMarked;
