package io.varve.tools.command;

import io.varve.api.LogReader;
import io.varve.journal.DataDirectory;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.journal.StoreSummary;
import io.varve.tools.console.Console;
import io.varve.tools.load.Loader;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The option that names a data directory, and the ways to open what it names. */
final class DataOption
{
    private static final long IMPORT_SEAL_PACE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Data directory.")
    private Path directory;

    /** Opens it for writing, created when it is missing; tells when the session before did not end cleanly. */
    EmbeddedEventStore openStore(final Console console)
    {
        return open(new StoreContext().directory(directory), console);
    }

    /** Opens it for an import: nobody waits for a single line, so lines share generations. */
    EmbeddedEventStore openStoreForImport(final Console console)
    {
        return open(new StoreContext()
            .directory(directory)
            .windowLength(2 * Loader.WINDOW_LENGTH)
            .sealPaceNs(IMPORT_SEAL_PACE_NS), console);
    }

    private static EmbeddedEventStore open(final StoreContext context, final Console console)
    {
        final EmbeddedEventStore store = EmbeddedEventStore.open(context);
        if (!store.recovery().isClean())
        {
            console.err().println(store.recovery().toString());
        }
        return store;
    }

    /** Opens it for reading, which writes nothing into it. */
    LogReader openReader()
    {
        return DataDirectory.openReader(directory);
    }

    /** Its path. */
    Path directory()
    {
        return directory;
    }

    /** Looks at what it holds. */
    StoreSummary summary()
    {
        return DataDirectory.summary(directory);
    }
}
