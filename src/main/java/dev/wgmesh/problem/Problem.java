package dev.wgmesh.problem;

/**
 * One thing that is wrong, as a person is told it: three facts, one look.
 *
 * @param where the file and line, owner name and type, option or device that it is about
 * @param what what is wrong there
 * @param fix what to do about it; empty when nothing can be done
 */
public record Problem(String where, String what, String fix) {
    /** A problem whose texts are safe to print, whatever they were made from. */
    public Problem {
        where = PrintableText.of(where);
        what = PrintableText.of(what);
        fix = PrintableText.of(fix);
    }

    /** A problem that only says where and what. */
    public static Problem of(String where, String what) {
        return new Problem(where, what, "");
    }

    @Override
    public String toString() {
        return where + ": " + what + (fix.isEmpty() ? "" : "; " + fix);
    }
}
