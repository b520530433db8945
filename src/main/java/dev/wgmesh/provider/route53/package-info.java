/** Zones of Amazon Route53. */
@NullMarked
package dev.wgmesh.provider.route53;

import org.jspecify.annotations.NullMarked;
