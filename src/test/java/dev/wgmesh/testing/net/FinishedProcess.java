package dev.wgmesh.testing.net;

/** The exit code and output of a command. */
public record FinishedProcess(String command, int exit, String out, String err) {

    /** What the command said on stdout; an AssertionError if its exit code is not 0. */
    public String requireSuccess() {
        if (exit != 0) {
            throw new AssertionError(this);
        }
        return out;
    }

    @Override
    public String toString() {
        return command + "\nexit " + exit + "\nstderr:\n" + err + "\nstdout:\n" + out;
    }
}
