package dev.wgmesh.problem;

/**
 * One thing that is wrong, as reported to a person: where, what, and how to fix it.
 *
 * @param where the file and line, owner name and type, option or device that the problem is about
 * @param what what is wrong there
 * @param fix what to do about it; empty when there is nothing to do
 */
public record Problem(String where, String what, String fix) {
    /** Makes the texts safe to print and of a bounded length, whatever their source. */
    public Problem {
        where = PrintableText.of(Excerpt.words(where));
        what = PrintableText.of(Excerpt.message(what));
        fix = PrintableText.of(Excerpt.words(fix));
    }

    /** Returns a problem without a fix. */
    public static Problem of(String where, String what) {
        return new Problem(where, what, "");
    }

    @Override
    public String toString() {
        return where + ": " + what + (fix.isEmpty() ? "" : "; " + fix);
    }
}
