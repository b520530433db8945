package dev.wgmesh;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The texts in the Java sources of a folder that a user may read, in the order of files and lines.
 * Uses only the JDK, so that {@code scripts/messages} can run it from source.
 */
final class MessageCatalogue {
    /** Two words, which no command line, pattern or field name of the code has. */
    private static final Pattern PROSE = Pattern.compile("[a-z]{2,}[,:;]? [a-z]{1,}\\b(?!\\.)");

    /**
     * One text. Parts that are computed are written as {@code {expression}}; the arguments of one
     * call are joined by {@code |}, such as where, what and fix of a problem.
     */
    record Message(Path file, long line, String text) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + text;
        }
    }

    private MessageCatalogue() {}

    /** Prints the messages of a folder, one a line. */
    public static void main(String[] arguments) throws IOException {
        var out = new StringBuilder();
        read(Path.of(arguments[0])).forEach(message -> out.append(message).append('\n'));
        System.out.print(out);
    }

    /**
     * Returns the messages of every Java file below {@code root}; their files are relative to it.
     */
    static List<Message> read(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(root)) {
            files = found.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        var messages = new ArrayList<Message>();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    null,
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Path file = root.relativize(Path.of(unit.getSourceFile().getName()));
                new Scanner(unit, positions, file, messages).scan(unit, false);
            }
        }
        return messages;
    }

    /** Collects the messages of one file; the parameter says whether a literal is part of one. */
    private static final class Scanner extends TreeScanner<Void, Boolean> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Path file;
        private final List<Message> messages;

        Scanner(
                CompilationUnitTree unit,
                SourcePositions positions,
                Path file,
                List<Message> messages) {
            this.unit = unit;
            this.positions = positions;
            this.file = file;
            this.messages = messages;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Boolean known) {
            boolean found = add(call, call.getArguments());
            scan(call.getMethodSelect(), known);
            return scan(call.getArguments(), found);
        }

        @Override
        public Void visitNewClass(NewClassTree call, Boolean known) {
            boolean found = add(call, call.getArguments());
            scan(call.getArguments(), found);
            return scan(call.getClassBody(), false);
        }

        @Override
        public Void visitAnnotation(AnnotationTree annotation, Boolean known) {
            for (ExpressionTree argument : annotation.getArguments()) {
                ExpressionTree value =
                        argument instanceof AssignmentTree assignment
                                ? assignment.getExpression()
                                : argument;
                List<? extends ExpressionTree> values =
                        value instanceof NewArrayTree array
                                ? Objects.requireNonNull(array.getInitializers())
                                : List.of(value);
                values.forEach(text -> add(text, List.of(text)));
            }
            return null;
        }

        @Override
        public Void visitBinary(BinaryTree sum, Boolean known) {
            boolean found = known || add(sum, List.of(sum));
            return super.visitBinary(sum, found);
        }

        @Override
        public Void visitConditionalExpression(ConditionalExpressionTree choice, Boolean known) {
            boolean found = known || add(choice, List.of(choice));
            return super.visitConditionalExpression(choice, found);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Boolean known) {
            if (!known) {
                add(literal, List.of(literal));
            }
            return null;
        }

        @Override
        public Void visitLambdaExpression(
                com.sun.source.tree.LambdaExpressionTree lambda, Boolean known) {
            return super.visitLambdaExpression(lambda, false);
        }

        @Override
        public Void visitSwitchExpression(
                com.sun.source.tree.SwitchExpressionTree choice, Boolean known) {
            return super.visitSwitchExpression(choice, false);
        }

        /** Adds a message of the texts if one of them is prose; returns whether it did. */
        private boolean add(Tree at, List<? extends ExpressionTree> parts) {
            List<String> texts =
                    parts.stream().flatMap(part -> template(part).stream()).distinct().toList();
            if (texts.stream().noneMatch(text -> PROSE.matcher(text).find())) {
                return false;
            }
            long start = positions.getStartPosition(unit, at);
            messages.add(
                    new Message(
                            file,
                            unit.getLineMap().getLineNumber(start),
                            String.join(" | ", texts).replace("\n", "\\n")));
            return true;
        }

        /** Returns the text of an expression; empty if it has no literal text. */
        private static Optional<String> template(ExpressionTree expression) {
            return switch (expression) {
                case LiteralTree literal when literal.getValue() instanceof String text ->
                        Optional.of(text);
                case ParenthesizedTree inner -> template(inner.getExpression());
                case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
                        template(sum.getLeftOperand()).isEmpty()
                                        && template(sum.getRightOperand()).isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        part(sum.getLeftOperand()) + part(sum.getRightOperand()));
                case ConditionalExpressionTree choice ->
                        template(choice.getTrueExpression()).isEmpty()
                                        && template(choice.getFalseExpression()).isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        "("
                                                + part(choice.getTrueExpression())
                                                + " / "
                                                + part(choice.getFalseExpression())
                                                + ")");
                default -> Optional.empty();
            };
        }

        private static String part(ExpressionTree expression) {
            String source = expression.toString();
            return template(expression).orElse("{" + (source.length() > 40 ? "..." : source) + "}");
        }
    }
}
