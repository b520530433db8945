import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_char;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces the dynamic calls for which the JVM makes classes at each start, which no AOT cache of
 * JDK 25 keeps, by calls of methods of the same class: those behind a {@code switch} over sealed
 * types, and behind {@code equals}, {@code hashCode} and {@code toString} of records. What
 * the classes do stays the same.
 */
public final class DirectCalls {
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
    private static final int HELPER =
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

    private final ClassFile classFile =
            ClassFile.of(
                    ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofResourceParsing(
                                            ClassLoader.getSystemClassLoader())
                                    .orElse(ClassHierarchyResolver.defaultResolver())));

    private DirectCalls() {}

    /** Rewrites the classes of a folder, which are on the class path; a second run changes none. */
    public static void rewriteAll(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(file -> file.toString().endsWith(".class")).toList();
        }
        var calls = new DirectCalls();
        for (Path file : files) {
            calls.rewrite(file);
        }
    }

    private void rewrite(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains("java/lang/runtime/")) {
            return;
        }
        ClassModel model = classFile.parse(bytes);
        boolean isConcerned =
                model.methods().stream()
                        .flatMap(method -> method.code().stream())
                        .flatMap(CodeModel::elementStream)
                        .anyMatch(element ->
                                element instanceof InvokeDynamicInstruction call && isReplaced(call));
        if (isConcerned) {
            Files.write(file, classFile.transformClass(model, transform(model)));
        }
    }

    private static boolean isReplaced(InvokeDynamicInstruction call) {
        return switch (bootstrap(call)) {
            case "java.lang.runtime.ObjectMethods.bootstrap" -> true;
            case "java.lang.runtime.SwitchBootstraps.typeSwitch" ->
                    call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
            default -> false;
        };
    }

    private static String bootstrap(InvokeDynamicInstruction call) {
        ClassDesc owner = call.bootstrapMethod().owner();
        return owner.packageName()
                + "."
                + owner.displayName()
                + "."
                + call.bootstrapMethod().methodName();
    }

    private static ClassTransform transform(ClassModel model) {
        var replaced = new ArrayList<InvokeDynamicInstruction>();
        ClassTransform calls =
                ClassTransform.transformingMethodBodies((code, element) -> {
                    if (element instanceof InvokeDynamicInstruction call && isReplaced(call)) {
                        code.invokestatic(
                                model.thisClass().asSymbol(),
                                helperName(call, replaced.size()),
                                call.typeSymbol(),
                                model.flags().has(AccessFlag.INTERFACE));
                        replaced.add(call);
                    } else {
                        code.with(element);
                    }
                });
        return calls.andThen(ClassTransform.endHandler(builder -> {
            for (int i = 0; i < replaced.size(); i++) {
                addHelper(builder, model, replaced.get(i), i);
            }
        }));
    }

    private static String helperName(InvokeDynamicInstruction call, int number) {
        return "direct$" + call.name().stringValue() + "$" + number;
    }

    private static void addHelper(
            ClassBuilder builder, ClassModel model, InvokeDynamicInstruction call, int number) {
        builder.withMethodBody(
                helperName(call, number),
                call.typeSymbol(),
                HELPER,
                code -> {
                    switch (call.name().stringValue()) {
                        case "typeSwitch" -> typeSwitch(code, call.bootstrapArgs());
                        case "equals" -> equals(code, model, components(call));
                        case "hashCode" -> hashCode(code, components(call));
                        case "toString" -> toString(code, model, components(call));
                        default -> throw new IllegalStateException(call.toString());
                    }
                });
    }

    /** Returns the accessors of the components, as the compiler passes them to the bootstrap. */
    private static List<DirectMethodHandleDesc> components(InvokeDynamicInstruction call) {
        return call.bootstrapArgs().stream()
                .skip(2) // the class, and the names
                .map(DirectMethodHandleDesc.class::cast)
                .toList();
    }

    /** Returns the index of the first type that the object has, from an index on; -1 for null. */
    private static void typeSwitch(CodeBuilder code, List<ConstantDesc> labels) {
        Label notNull = code.newLabel();
        code.aload(0).ifnonnull(notNull).iconst_m1().ireturn().labelBinding(notNull);
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.aload(0).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    private static void equals(
            CodeBuilder code, ClassModel model, List<DirectMethodHandleDesc> components) {
        Label different = code.newLabel();
        Label sameClass = code.newLabel();
        ClassDesc type = model.thisClass().asSymbol();
        code.aload(1).instanceOf(type).ifne(sameClass).iconst_0().ireturn().labelBinding(sameClass);
        code.aload(1).checkcast(type).astore(2);
        for (DirectMethodHandleDesc component : components) {
            ClassDesc value = valueType(component);
            load(code, 0, component);
            load(code, 2, component);
            switch (TypeKind.from(value)) {
                case REFERENCE ->
                        code.invokestatic(
                                        OBJECTS,
                                        "equals",
                                        MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
                                .ifeq(different);
                case LONG, FLOAT, DOUBLE ->
                        code.invokestatic(
                                        box(value),
                                        "compare",
                                        MethodTypeDesc.of(CD_int, value, value))
                                .ifne(different);
                default -> code.if_icmpne(different);
            }
        }
        code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
    }

    private static void hashCode(CodeBuilder code, List<DirectMethodHandleDesc> components) {
        code.iconst_0();
        for (DirectMethodHandleDesc component : components) {
            ClassDesc value = valueType(component);
            code.bipush(31).imul();
            load(code, 0, component);
            if (value.isPrimitive()) {
                code.invokestatic(box(value), "hashCode", MethodTypeDesc.of(CD_int, value));
            } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
            }
            code.iadd();
        }
        code.ireturn();
    }

    private static void toString(
            CodeBuilder code, ClassModel model, List<DirectMethodHandleDesc> components) {
        code.new_(BUILDER).dup().invokespecial(BUILDER, "<init>", MethodTypeDesc.of(CD_void));
        String before = simpleName(model) + "[";
        for (DirectMethodHandleDesc component : components) {
            append(code.loadConstant(before + component.methodName() + "="), CD_String);
            load(code, 0, component);
            append(code, valueType(component));
            before = ", ";
        }
        append(code.loadConstant(components.isEmpty() ? before + "]" : "]"), CD_String);
        code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
    }

    private static void append(CodeBuilder code, ClassDesc value) {
        ClassDesc parameter = value;
        if (value.equals(CD_byte) || value.equals(CD_short)) {
            parameter = CD_int;
        } else if (!value.isPrimitive() && !value.equals(CD_String)) {
            parameter = CD_Object;
        }
        code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, parameter));
    }

    private static void load(CodeBuilder code, int slot, DirectMethodHandleDesc component) {
        code.aload(slot)
                .getfield(component.owner(), component.methodName(), valueType(component));
    }

    private static ClassDesc valueType(DirectMethodHandleDesc component) {
        return component.invocationType().returnType();
    }

    private static ClassDesc box(ClassDesc primitive) {
        return switch (primitive.displayName()) {
            case "int" -> ClassDesc.of("java.lang.Integer");
            case "char" -> ClassDesc.of("java.lang.Character");
            default -> {
                String name = primitive.displayName();
                yield ClassDesc.of(
                        "java.lang." + Character.toUpperCase(name.charAt(0)) + name.substring(1));
            }
        };
    }

    private static String simpleName(ClassModel model) {
        return model.findAttribute(Attributes.innerClasses()).stream()
                .map(InnerClassesAttribute::classes)
                .flatMap(List::stream)
                .filter(inner -> inner.innerClass().equals(model.thisClass()))
                .map(InnerClassInfo::innerName)
                .flatMap(name -> name.stream())
                .map(name -> name.stringValue())
                .findFirst()
                .orElse(model.thisClass().asSymbol().displayName());
    }
}
