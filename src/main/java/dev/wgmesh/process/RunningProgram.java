package dev.wgmesh.process;

/** A program that runs beside wg-mesh until it is closed, and whose output is read by line. */
public interface RunningProgram extends AutoCloseable {
    /** Receives what the program prints, on a thread of its own. */
    interface Listener {
        /** Called for each line, on stdout or stderr, without its line feed. */
        void line(String line);

        /** Called once, when the program has ended or cannot be started. */
        void ended();
    }

    /** Ends the program and waits for nothing; does nothing where it has ended. */
    @Override
    void close();
}
