package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.Set;
import java.util.stream.Stream;

/** A key out of a manual. */
final class K010Demo implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K010",
                Level.WARNING,
                "a well-known demo key",
                "Its private key, or somebody's, is printed in documents: it is for trying "
                        + "things out, never for a mesh in use.",
                "README.md");
    }

    /**
     * The keys of the first description of wg-mesh; the last one's private key is printed there.
     */
    private static final Set<String> DEMO =
            Set.of(
                    "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=",
                    "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=",
                    "mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=",
                    "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=");

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.keys().stream()
                .filter(record -> DEMO.contains(record.text()))
                .map(record ->
                        finding(
                                record.spot(),
                                "the key of " + record.host() + " is a demo key",
                                "make its own on "
                                        + record.host()
                                        + ": wg-mesh keygen --out FILE"));
    }
}
