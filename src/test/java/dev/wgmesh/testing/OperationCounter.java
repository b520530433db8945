package dev.wgmesh.testing;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * Counts the operations of wg-mesh: the calls of its methods, and the turns of its loops. The code
 * under test runs in a class loader of its own, which puts the counting into each class. The count
 * is the same on every machine, whatever its load.
 */
public final class OperationCounter {
    /** Of this process, in which one work at a time is counted; it may have several threads. */
    private static final LongAdder COUNT = new LongAdder();

    private final ClassLoader counting = new CountingLoader();

    /** Counts one operation; only instrumented classes call it. */
    public static void operation() {
        COUNT.increment();
    }

    /**
     * Returns the operations of the work that a class makes for a size. Making the work is not
     * counted.
     *
     * @param work has a constructor without parameters
     */
    public long count(Class<? extends IntFunction<Runnable>> work, int size) {
        Runnable run = work(work).apply(size);
        long before = COUNT.sum();
        run.run();
        return COUNT.sum() - before;
    }

    @SuppressWarnings("unchecked")
    private IntFunction<Runnable> work(Class<? extends IntFunction<Runnable>> work) {
        try {
            var constructor = counting.loadClass(work.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (IntFunction<Runnable>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(work.getName(), e);
        }
    }

    private static final class CountingLoader extends ClassLoader {
        private static final String COUNTER = OperationCounter.class.getName();

        CountingLoader() {
            super(OperationCounter.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.wgmesh.") || name.equals(COUNTER)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in =
                    getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = counted(in.readAllBytes());
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        private static byte[] counted(byte[] original) {
            ClassFile classes = ClassFile.of();
            return classes.transformClass(
                    classes.parse(original),
                    ClassTransform.transformingMethodBodies(
                            CodeTransform.ofStateful(CountingCode::new)));
        }
    }

    /** Puts a call of the counter at the beginning of a method and before each jump backwards. */
    private static final class CountingCode implements CodeTransform {
        private static final ClassDesc COUNTER = ClassDesc.of(OperationCounter.class.getName());
        private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

        private final Set<Label> passed = new HashSet<>();

        @Override
        public void atStart(CodeBuilder code) {
            code.invokestatic(COUNTER, "operation", NOTHING);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case LabelTarget target -> passed.add(target.label());
                case BranchInstruction jump when passed.contains(jump.target()) ->
                        code.invokestatic(COUNTER, "operation", NOTHING);
                default -> {}
            }
            code.with(element);
        }
    }
}
