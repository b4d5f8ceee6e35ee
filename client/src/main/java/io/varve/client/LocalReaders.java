package io.varve.client;

import io.varve.api.LocalReaderProvider;
import io.varve.api.LogReader;
import io.varve.client.session.Terms;
import io.varve.codec.EventLogException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Who on the class path can read a node's files in place. */
final class LocalReaders
{
    static final LocalReaders NONE = new LocalReaders(List.of());

    private final List<LocalReaderProvider> providers;

    private LocalReaders(final List<LocalReaderProvider> providers)
    {
        this.providers = providers;
    }

    static LocalReaders find()
    {
        final List<LocalReaderProvider> found = new ArrayList<>();
        ServiceLoader.load(LocalReaderProvider.class).forEach(found::add);
        return new LocalReaders(found);
    }

    boolean isEmpty()
    {
        return providers.isEmpty();
    }

    /** @return a reader of the node's own journal, or null: then the node is asked for everything. */
    LogReader open(final Terms terms)
    {
        if (terms.dataDirectory().isEmpty())
        {
            return null;
        }
        for (final LocalReaderProvider provider : providers)
        {
            final LogReader reader = tryOpen(provider, Path.of(terms.dataDirectory()));
            if (reader != null)
            {
                if (isOf(reader, terms))
                {
                    return reader;
                }
                reader.close();
            }
        }
        return null;
    }

    /** A directory of another user or container cannot be read, or not be found: nothing is wrong with that. */
    private static LogReader tryOpen(final LocalReaderProvider provider, final Path directory)
    {
        try
        {
            return provider.open(directory);
        }
        catch (final EventLogException e)
        {
            return null;
        }
    }

    private static boolean isOf(final LogReader reader, final Terms terms)
    {
        return reader.head().journalIdHigh() == terms.journalIdHigh() && reader.head().journalIdLow() == terms.journalIdLow();
    }
}
