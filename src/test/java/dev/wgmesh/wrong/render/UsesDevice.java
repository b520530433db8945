package dev.wgmesh.wrong.render;

import dev.wgmesh.wrong.device.ProcessManager;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jline.reader.LineReader;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Zone;
import org.xbill.DNS.ZoneTransferIn;
import org.xbill.DNS.lookup.LookupSession;
import picocli.CommandLine;
import software.amazon.awssdk.services.route53.Route53Client;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlMapper;

/** Uses a package of the same layer, and libraries reserved for other packages. */
record UsesDevice(
        ProcessManager device,
        LineReader shell,
        CommandLine cli,
        TomlMapper config,
        ObjectMapper mapper,
        JsonMapper json,
        Resolver resolver,
        SimpleResolver simple,
        org.xbill.DNS.Lookup lookup,
        LookupSession session,
        ZoneTransferIn transfer,
        Zone zone,
        Route53Client cloud,
        X25519.Friend keys) {}
