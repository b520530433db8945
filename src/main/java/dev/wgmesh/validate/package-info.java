/** What rules see of a snapshot of zones, and the findings that they report. */
@NullMarked
package dev.wgmesh.validate;

import org.jspecify.annotations.NullMarked;
