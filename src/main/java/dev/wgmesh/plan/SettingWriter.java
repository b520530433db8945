package dev.wgmesh.plan;

import java.util.List;

/** Takes the settings of a location, by their names in JSON documents. */
public interface SettingWriter {
    /** Takes a text. */
    void text(String name, String value);

    /** Takes a list of texts. */
    void texts(String name, List<String> values);

    /** Takes a truth value. */
    void flag(String name, boolean value);
}
