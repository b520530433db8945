package dev.wgmesh.diagnosis;

import dev.wgmesh.problem.Problem;

/**
 * The result of a check.
 *
 * @param check its subject, such as {@code port}
 * @param fix one thing to do, a command where there is one; empty where nothing is to be done
 */
public record CheckResult(String check, Verdict verdict, String message, String fix) {
    static CheckResult ok(String check, String message) {
        return new CheckResult(check, Verdict.OK, message, "");
    }

    static CheckResult skipped(String check, String why) {
        return new CheckResult(check, Verdict.SKIPPED, why, "");
    }

    static CheckResult skipped(String check, Problem why) {
        return skipped(check, text(why));
    }

    static CheckResult warning(String check, String message, String fix) {
        return new CheckResult(check, Verdict.WARNING, message, fix);
    }

    static CheckResult failed(String check, String message, String fix) {
        return new CheckResult(check, Verdict.FAILED, message, fix);
    }

    static CheckResult failed(String check, Problem problem) {
        return failed(check, text(problem), problem.fix());
    }

    private static String text(Problem problem) {
        return problem.where() + ": " + problem.what();
    }
}
