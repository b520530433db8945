import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_Object;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Changes the compiled classes so that a command starts faster: see docs/decisions/0004-fast-start.md.
 * The argument is their folder, which is on the class path. A second run changes nothing.
 */
final class FastStart {
    private static final String TABLES = "dev/wgmesh/cli/OptionTables";

    private FastStart() {}

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        Path classes = Path.of(args[0]);
        Path tables = classes.resolve(TABLES + ".class");
        if (Files.exists(tables)) {
            Files.write(tables, optionTables());
            OptionHolders.addAll(classes);
        }
        DirectCalls.rewriteAll(classes);
    }

    /** Returns a class with the options of each command, without which picocli has to look for them. */
    private static byte[] optionTables() throws ReflectiveOperationException {
        var tables =
                (Map<?, ?>)
                        Class.forName("dev.wgmesh.command.AllCommands")
                                .getMethod("optionTables")
                                .invoke(null);
        MethodTypeDesc isEqual = MethodTypeDesc.of(CD_boolean, CD_Object);
        return ClassFile.of()
                .build(
                        ClassDesc.ofInternalName(TABLES),
                        builder ->
                                builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                                        .withMethodBody(
                                                "of",
                                                MethodTypeDesc.of(CD_String, CD_String),
                                                ClassFile.ACC_STATIC,
                                                code -> {
                                                    tables.forEach((name, table) -> {
                                                        Label next = code.newLabel();
                                                        code.ldc((String) name)
                                                                .aload(0)
                                                                .invokevirtual(CD_String, "equals", isEqual)
                                                                .ifeq(next)
                                                                .ldc((String) table)
                                                                .areturn()
                                                                .labelBinding(next);
                                                    });
                                                    code.ldc("").areturn();
                                                }));
    }
}
