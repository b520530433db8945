/** The rules of {@code validate}, grouped by subject. */
@NullMarked
package dev.wgmesh.validate.rule;

import org.jspecify.annotations.NullMarked;
