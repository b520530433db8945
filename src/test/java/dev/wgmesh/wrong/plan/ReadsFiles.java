package dev.wgmesh.wrong.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Does I/O in a core package. */
public record ReadsFiles(ObjectNode json, JsonMapper mapper) {
    static boolean exists(Path file) {
        return Files.exists(file);
    }

    static InetAddress address(String host) throws UnknownHostException {
        return InetAddress.getByName(host);
    }
}
