package io.varve.perf.harness;

import java.io.IOException;

/** Rows that belong together. */
public interface Suite
{
    /** Its name on the command line. */
    String name();

    /**
     * Measures its rows.
     *
     * @throws IOException when a row of ours could not be measured; a peer's failure is no such reason.
     */
    void run(SuiteRun run) throws IOException;
}
