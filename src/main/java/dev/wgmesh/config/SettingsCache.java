package dev.wgmesh.config;

import java.util.Optional;
import java.util.function.Supplier;

/** The wg-mesh.toml of a command, read at the first call. */
final class SettingsCache implements Supplier<Settings> {
    private final ConfigContext here;
    private Optional<Settings> read = Optional.empty();

    SettingsCache(ConfigContext here) {
        this.here = here;
    }

    /**
     * Returns the settings; {@link Settings#NONE} where there is no file.
     *
     * @throws dev.wgmesh.problem.Failure as {@link SettingsFile#find} does, at each call
     */
    @Override
    public Settings get() {
        if (read.isEmpty()) {
            read = Optional.of(SettingsFile.find(here));
        }
        return read.get();
    }
}
