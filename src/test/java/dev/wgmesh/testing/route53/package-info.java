/** A strict Route53 in the test's process. */
@NullMarked
package dev.wgmesh.testing.route53;

import org.jspecify.annotations.NullMarked;
