package dev.wgmesh.testing;

import java.lang.reflect.Field;
import java.util.ArrayList;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the options and arguments of a command hold. */
public final class OptionState {
    private OptionState() {}

    /** Returns the values of the options and arguments of a command, with those of its mixins. */
    public static String of(Object command) throws ReflectiveOperationException {
        var values = new ArrayList<String>();
        for (Class<?> type = command.getClass(); type != Object.class; ) {
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                if (field.isAnnotationPresent(Mixin.class)) {
                    values.add(field.getName() + "{" + of(field.get(command)) + "}");
                } else if (field.isAnnotationPresent(Option.class)
                        || field.isAnnotationPresent(Parameters.class)) {
                    values.add(field.getName() + "=" + field.get(command));
                }
            }
            type = type.getSuperclass();
        }
        return values.toString();
    }
}
