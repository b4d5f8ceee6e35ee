package io.varve.tools.command;

import io.varve.api.EventStore;
import io.varve.api.LogReader;
import io.varve.client.RemoteEventStore;
import io.varve.journal.DataDirectory;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.driver.ClientDriver;
import io.varve.tools.load.Loader;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The options that name a log, by its directory or by the channel of the node that serves it, and the ways to open it. */
final class StoreOption
{
    private static final long IMPORT_SEAL_PACE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final String UDP = "aeron:udp";
    private static final String DIRECTORY_PARAM = "aeron-dir=";
    private static final String TIMEOUT_PARAM = "timeout=";

    /** Time for a node to be started again in the middle of an import. */
    private static final String IMPORT_TIMEOUT = "30s";

    @ArgGroup(multiplicity = "1")
    private final Place place = new Place();

    /** One of both. */
    static final class Place
    {
        @Option(names = "--data", paramLabel = "DIR", description = "Data directory.")
        private Path directory;

        @Option(names = "--connect", paramLabel = "CHANNEL",
            description = "A node: aeron:ipc on this host, or aeron:udp?endpoint=HOST:PORT.")
        private String channel;
    }

    /** Opens it for writing; a directory is created when it is missing. Tells when the session before did not end cleanly. */
    Opened<EventStore> openStore(final Console console)
    {
        return isRemote() ? connect(place.channel) : open(new StoreContext().directory(place.directory), console);
    }

    /** Opens it for an import: nobody waits for a single line, so lines share generations. */
    Opened<EventStore> openStoreForImport(final Console console)
    {
        if (isRemote())
        {
            return connect(place.channel.contains(TIMEOUT_PARAM) ?
                place.channel : with(place.channel, TIMEOUT_PARAM + IMPORT_TIMEOUT));
        }
        return open(new StoreContext()
            .directory(place.directory)
            .windowLength(2 * Loader.WINDOW_LENGTH)
            .sealPaceNs(IMPORT_SEAL_PACE_NS), console);
    }

    /** Opens it for reading, which writes nothing into a directory. */
    Opened<? extends LogReader> openReader()
    {
        return isRemote() ? connect(place.channel) : new Opened<>(DataDirectory.openReader(place.directory), null);
    }

    /** Whether it is a node's. */
    boolean isRemote()
    {
        return place.channel != null;
    }

    /** The directory, when it is one. */
    Path directory()
    {
        return place.directory;
    }

    /**
     * The directory of the log for a command that looks at its files: a node's is one that can be reached over IPC.
     *
     * @throws CommandException when the node's files cannot be looked at from here.
     */
    Path filesOf(final String command)
    {
        if (!isRemote())
        {
            return place.directory;
        }
        try (Opened<EventStore> opened = connect(place.channel))
        {
            final Path files = opened.log() instanceof RemoteEventStore remote ? remote.dataDirectory() : null;
            if (files == null)
            {
                throw CommandException.failed(CommandException.FAILED, command + " looks at the node's files, which a node tells" +
                    " its own host over aeron:ipc only: channel=" + place.channel + "; run it there, or name the directory with" +
                    " --data", null);
            }
            return files;
        }
    }

    private static Opened<EventStore> open(final StoreContext context, final Console console)
    {
        final EmbeddedEventStore store = EmbeddedEventStore.open(context);
        if (!store.recovery().isClean())
        {
            console.err().println(store.recovery().toString());
        }
        return new Opened<>(store, null);
    }

    private static Opened<EventStore> connect(final String channel)
    {
        // Over IPC both share the driver of the host; over UDP a client without one brings its own.
        if (!channel.startsWith(UDP) || channel.contains(DIRECTORY_PARAM))
        {
            return new Opened<>(EventStore.connect(channel), null);
        }
        final ClientDriver driver = ClientDriver.launch();
        try
        {
            return new Opened<>(EventStore.connect(with(channel, DIRECTORY_PARAM + driver.directory())), driver);
        }
        catch (final RuntimeException e)
        {
            driver.close();
            throw e;
        }
    }

    private static String with(final String channel, final String param)
    {
        return channel + (channel.contains("?") ? '|' : '?') + param;
    }
}
