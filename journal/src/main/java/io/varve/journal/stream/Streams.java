package io.varve.journal.stream;

import io.varve.codec.dictionary.Dictionary;
import io.varve.journal.directory.BootId;
import io.varve.journal.index.SegmentIndexBuilder;

import java.io.IOException;
import java.security.SecureRandom;

/**
 * The streams of a journal that is written: their versions, which one thread asks and advances, and their places, which any may ask
 * for.
 *
 * <p>A stream is named by its {@linkplain #kind kind} and its id, or the number of its key.
 */
public final class Streams
{
    private final StreamTable table;
    private final SealedLinks sealed;
    private final BootId bootId;
    private final long epoch;
    private final StreamLocator locator;

    Streams(final StreamTable table, final SealedLinks sealed, final BootId bootId, final long epoch)
    {
        this.table = table;
        this.sealed = sealed;
        this.bootId = bootId;
        this.epoch = epoch;
        locator = new StreamReader(table.control(), sealed == null ? table.links() : new AnyLinks(table.links(), sealed),
            table.control()::distrust);
    }

    /** Streams of a journal in memory; there are none yet. */
    public static Streams inMemory()
    {
        try
        {
            final StreamTable table = StreamTables.create(StreamStorage.MEMORY, 0, 0, new SecureRandom().nextLong());
            return new Streams(table, null, BootId.NONE, 1);
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("memory has no disk", e);
        }
    }

    /**
     * What a stream's aggregate and space of ids are in the table; never 0.
     *
     * @param aggregateOrdinal place of the aggregate in the log.
     */
    public static int kind(final int aggregateOrdinal, final boolean isKeyed)
    {
        return StreamKey.kind(aggregateOrdinal, isKeyed);
    }

    /** Whether the table is larger than what a processor's near caches hold. */
    public boolean isFar()
    {
        return table.isFar();
    }

    /** Loads the cache line that a look-up will need. */
    public void touch(final int kind, final long id)
    {
        table.touch(kind, id);
    }

    /**
     * Goes on with another generation, or the same one again.
     *
     * @return false when the disk has no room for what it may need.
     */
    public boolean begin(final long generation)
    {
        return table.begin(generation);
    }

    /** Version that the next event of a stream gets; 0 without events. */
    public long nextVersion(final int kind, final long id)
    {
        return table.nextVersion(kind, id);
    }

    /** Sets the next version of the stream that was asked about last. */
    public void advance(final long version)
    {
        table.advance(version);
    }

    /** Lets readers see everything of the open generation, ahead of its append. */
    public void seal()
    {
        table.flush();
    }

    /** Where streams are. */
    public StreamLocator locator()
    {
        return locator;
    }

    /** Makes the files of sealed segments' links. */
    public SegmentIndexBuilder linksBuilder(final Dictionary dictionary)
    {
        return new LinksBuilder(dictionary, table.links(), sealed);
    }

    /**
     * Puts the table on stable storage and marks it as complete up to a generation; nothing was admitted behind it.
     *
     * @param chain of the generation.
     */
    public void close(final long generation, final long chain) throws IOException
    {
        StreamTables.close(table, bootId, epoch, generation, chain);
        release();
    }

    /** Gives the files back as they are: the next start takes the table back to the end of the log. */
    public void release()
    {
        table.release();
    }
}
