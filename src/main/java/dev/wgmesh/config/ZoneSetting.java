package dev.wgmesh.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What wg-mesh.toml says of one zone; a zone has one place.
 *
 * @param zones the folder of its zone file
 * @param server HOST[:PORT] of the server that hosts it
 * @param tsigKeyFile the key that signs updates to the server
 * @param route53 whether Route53 hosts it
 * @param reload a command to run when its file was written
 */
public record ZoneSetting(
        Optional<Path> zones,
        Optional<String> server,
        Optional<Path> tsigKeyFile,
        boolean route53,
        Optional<String> reload) {}
