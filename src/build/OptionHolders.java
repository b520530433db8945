import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Interfaces;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Adds dev.wgmesh.cli.OptionHolder to the classes with options, arguments and mixins of picocli. */
final class OptionHolders {
    private static final ClassDesc HOLDER = ClassDesc.of("dev.wgmesh.cli.OptionHolder");
    private static final Set<String> ANNOTATIONS =
            Set.of(
                    "Lpicocli/CommandLine$Option;",
                    "Lpicocli/CommandLine$Parameters;",
                    "Lpicocli/CommandLine$Mixin;");

    private OptionHolders() {}

    /** Changes the classes of a folder; a second run changes none. */
    static void addAll(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (ANNOTATIONS.stream().anyMatch(text::contains) && !text.contains("setOption")) {
                ClassModel model = ClassFile.of().parse(bytes);
                List<FieldModel> fields =
                        model.fields().stream().filter(OptionHolders::hasOption).toList();
                if (!fields.isEmpty()) {
                    Files.write(file, ClassFile.of().transformClass(model, holder(model, fields)));
                }
            }
        }
    }

    private static boolean hasOption(FieldModel field) {
        return !field.flags().has(AccessFlag.STATIC)
                && field.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                        .map(RuntimeVisibleAnnotationsAttribute::annotations)
                        .flatMap(List::stream)
                        .map(Annotation::className)
                        .anyMatch(name -> ANNOTATIONS.contains(name.stringValue()));
    }

    private static ClassTransform holder(ClassModel model, List<FieldModel> fields) {
        List<ClassDesc> interfaces =
                Stream.concat(
                                model.interfaces().stream().map(one -> one.asSymbol()),
                                Stream.of(HOLDER))
                        .toList();
        return ClassTransform.<ClassTransform>dropping(Interfaces.class::isInstance)
                .andThen(ClassTransform.endHandler(builder -> {
                    builder.withInterfaceSymbols(interfaces);
                    addGetter(builder, model, fields);
                    addSetter(builder, model, fields);
                }));
    }

    private static void addGetter(ClassBuilder builder, ClassModel model, List<FieldModel> fields) {
        builder.withMethodBody(
                "option",
                MethodTypeDesc.of(CD_Object, CD_String),
                ClassFile.ACC_PUBLIC,
                code -> {
                    for (FieldModel field : fields) {
                        ClassDesc type = field.fieldTypeSymbol();
                        if (!type.isPrimitive()) {
                            Label next = ifNamed(code, field);
                            code.aload(0)
                                    .getfield(
                                            model.thisClass().asSymbol(),
                                            field.fieldName().stringValue(),
                                            type)
                                    .areturn()
                                    .labelBinding(next);
                        }
                    }
                    fail(code);
                });
    }

    private static void addSetter(ClassBuilder builder, ClassModel model, List<FieldModel> fields) {
        builder.withMethodBody(
                "setOption",
                MethodTypeDesc.of(CD_void, CD_String, CD_Object),
                ClassFile.ACC_PUBLIC,
                code -> {
                    for (FieldModel field : fields) {
                        if (field.flags().has(AccessFlag.FINAL)) {
                            continue;
                        }
                        ClassDesc type = field.fieldTypeSymbol();
                        Label next = ifNamed(code, field);
                        code.aload(0).aload(2);
                        cast(code, type);
                        code.putfield(
                                        model.thisClass().asSymbol(),
                                        field.fieldName().stringValue(),
                                        type)
                                .return_()
                                .labelBinding(next);
                    }
                    fail(code);
                });
    }

    private static Label ifNamed(CodeBuilder code, FieldModel field) {
        Label next = code.newLabel();
        code.ldc(field.fieldName().stringValue())
                .aload(1)
                .invokevirtual(CD_String, "equals", MethodTypeDesc.of(CD_boolean, CD_Object))
                .ifeq(next);
        return next;
    }

    private static void cast(CodeBuilder code, ClassDesc type) {
        switch (TypeKind.from(type)) {
            case REFERENCE -> code.checkcast(type);
            case BOOLEAN ->
                    code.checkcast(ClassDesc.of("java.lang.Boolean"))
                            .invokevirtual(
                                    ClassDesc.of("java.lang.Boolean"),
                                    "booleanValue",
                                    MethodTypeDesc.of(type));
            case INT ->
                    code.checkcast(ClassDesc.of("java.lang.Integer"))
                            .invokevirtual(
                                    ClassDesc.of("java.lang.Integer"),
                                    "intValue",
                                    MethodTypeDesc.of(type));
            default -> throw new IllegalStateException("an option of type " + type);
        }
    }

    private static void fail(CodeBuilder code) {
        ClassDesc failure = ClassDesc.of("java.lang.IllegalArgumentException");
        code.new_(failure)
                .dup()
                .aload(1)
                .invokespecial(failure, "<init>", MethodTypeDesc.of(CD_void, CD_String))
                .athrow();
    }
}
