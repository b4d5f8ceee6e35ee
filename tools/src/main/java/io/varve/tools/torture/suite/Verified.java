package io.varve.tools.torture.suite;

import io.varve.journal.DataDirectory;
import io.varve.journal.VerifyReport;
import io.varve.tools.torture.SuiteRun;

import java.nio.file.Path;

/** What `verify` must say of a directory that a store has recovered. */
final class Verified
{
    private Verified()
    {
    }

    /** Counts it as lost when something is corrupt or torn, or not as many events are there as were read. */
    static void check(final SuiteRun run, final Path directory, final long events)
    {
        final VerifyReport report = DataDirectory.verify(directory);
        if (report.corrupt() + report.torn() > 0)
        {
            run.lost("verify finds corrupt=" + report.corrupt() + ", torn=" + report.torn() + ": " +
                report.findings().get(0));
        }
        else if (events >= 0 && report.events() != events)
        {
            run.lost("verify finds events=" + report.events() + ", read events=" + events);
        }
    }
}
