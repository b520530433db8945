package dev.wgmesh.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** A section of a command's help; the help shows them in this order. */
public enum OptionGroup {
    /** What a command adds, changes or removes. */
    CHANGE("What to change"),
    /** Options of one command that are in no other group. */
    COMMAND("Options"),
    /** Zone files, servers, Route53, resolvers. */
    PLACE("Where to read and write"),
    /** The WireGuard interface of this machine. */
    NODE("This node"),
    /** Previews, consent, limits, receipts. */
    SAFETY("Safety"),
    /** Form and amount of what is printed. */
    OUTPUT("Output"),
    /** What nine of ten users never need. */
    ADVANCED("Advanced");

    /** Puts an option, or every option of a class, in a group. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE})
    public @interface In {
        /** Returns the group. */
        OptionGroup value();
    }

    private final String heading;

    OptionGroup(String heading) {
        this.heading = heading;
    }

    /** Returns the heading of the section. */
    public String heading() {
        return heading;
    }

    /** Returns the group that the option's field names, or its class; {@link #COMMAND} if none. */
    static OptionGroup of(OptionSpec option) {
        if (!(option.userObject() instanceof Field field)) {
            return COMMAND;
        }
        return Optional.ofNullable(field.getAnnotation(In.class))
                .or(() -> Optional.ofNullable(field.getDeclaringClass().getAnnotation(In.class)))
                .map(In::value)
                .orElse(COMMAND);
    }
}
