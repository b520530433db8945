package dev.wgmesh.cli;

/**
 * A class with options. The build adds this interface to each (src/build/FastStart.java): setting a
 * field by reflection makes classes at each start.
 */
public interface OptionHolder {
    /** Returns the value of the field of that name. */
    Object option(String field);

    /** Sets the field of that name. */
    void setOption(String field, Object value);
}
