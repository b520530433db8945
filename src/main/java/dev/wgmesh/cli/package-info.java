/** What every command runs in: parsing, session, consent, output, exit codes. */
@NullMarked
package dev.wgmesh.cli;

import org.jspecify.annotations.NullMarked;
