package dev.wgmesh.tsig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.dns.ExternalTool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs tsig-keygen, ddns-confgen and keymgr. */
class TsigKeyFileIT {
    @TempDir Path folder;

    private TsigKey read(String text) {
        return TsigKeyFile.read(TsigKeyFixture.write(folder.resolve("k"), text), false).key();
    }

    @Test
    void what_the_tools_of_bind_print_is_read() {
        for (String algorithm :
                List.of("hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512")) {
            String printed = ExternalTool.output("tsig-keygen", "-a", algorithm, "wg-mesh");
            assertEquals("wg-mesh (" + algorithm + ")", read(printed).toString());
        }
        String guide = ExternalTool.output("ddns-confgen", "-k", "wg-mesh", "-z", "example.com");
        assertEquals("wg-mesh (hmac-sha256)", read(guide).toString());
    }

    @Test
    void what_the_tool_of_knot_prints_is_read_and_so_is_its_first_line() {
        for (String algorithm :
                List.of("hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512")) {
            String printed = ExternalTool.output("keymgr", "-t", "wg-mesh", algorithm);
            String line = printed.lines().findFirst().orElseThrow().substring(2);
            assertEquals("wg-mesh (" + algorithm + ")", read(printed).toString());
            TsigKeyFixture.assertSame(read(printed), read(line));
        }
    }
}
