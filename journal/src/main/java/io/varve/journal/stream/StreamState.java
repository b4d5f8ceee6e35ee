package io.varve.journal.stream;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.index.DerivedState;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.SegmentSummary;
import io.varve.journal.segment.Segments;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;

/**
 * The table of streams of a data directory when a writer starts.
 *
 * <p>After a clean stop and after a killed process the table of the last writer is taken over, taken back to the end of the log by
 * its links, and compared with the last generation. In any doubt it is made anew: from the links of sealed segments, and from
 * the generations of those that have none.
 */
public final class StreamState implements DerivedState
{
    private final StreamFolder folder;
    private final Path place;
    private final IndexFolder index;
    private final Segments segments;
    private final long journalIdHigh;
    private final long journalIdLow;
    private final BootId bootId;
    private final Supplier<Dictionary> dictionary;
    private final BatchDecoder batch = new BatchDecoder();

    private SealedLinks sealed;
    private StreamTable table;
    private boolean isTakenOver;

    /** Of the log that was shown to a table taken over: the end of its sealed part, its highest epoch, its last generation. */
    private long lastSealed;
    private long highestEpoch;
    private UnsafeBuffer lastGeneration = new UnsafeBuffer(0, 0);
    private int lastLength;

    /**
     * Of a directory.
     *
     * @param place      folder of the table.
     * @param dictionary the names of what was shown so far.
     */
    public StreamState(
        final Path place,
        final IndexFolder index,
        final Segments segments,
        final long journalIdHigh,
        final long journalIdLow,
        final BootId bootId,
        final Supplier<Dictionary> dictionary)
    {
        this.place = place;
        this.index = index;
        this.segments = segments;
        this.journalIdHigh = journalIdHigh;
        this.journalIdLow = journalIdLow;
        this.bootId = bootId;
        this.dictionary = dictionary;
        folder = new StreamFolder(place);
    }

    @Override
    public void begin(final boolean isSure)
    {
        close();
        sealed = new SealedLinks(index, segments);
        lastSealed = -1;
        highestEpoch = 0;
        lastLength = 0;
        try
        {
            table = isSure ? StreamTables.open(folder, journalIdHigh, journalIdLow) : null;
            isTakenOver = table != null;
            if (!isTakenOver)
            {
                table = StreamTables.create(folder, journalIdHigh, journalIdLow, new SecureRandom().nextLong());
            }
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("open the table of streams", place, e);
        }
    }

    @Override
    public boolean restore(final SegmentSummary summary)
    {
        if (isTakenOver)
        {
            lastSealed = summary.segment();
            highestEpoch = Math.max(highestEpoch, summary.epoch());
            lastLength = 0;
            return true;
        }
        final SealedLinks.Part part = sealed.part(summary.segment());
        table.flush();
        if (part == null || part.first() != table.links().next() || !part.file().summary().equals(summary) ||
            !part.file().checkAll() || !part.isSound())
        {
            return false;
        }
        final LinkView link = new LinkView();
        for (long number = part.first(); number < part.end(); number++)
        {
            part.read(number, link);
            restore(link);
        }
        return true;
    }

    private void restore(final LinkView link)
    {
        try
        {
            table.restore(link.kind, link.id, link.previous, link.lastVersion);
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("build the table of streams", place, e);
        }
    }

    @Override
    public void apply(final GenerationDecoder generation, final long segment, final int offset)
    {
        if (isTakenOver)
        {
            highestEpoch = Math.max(highestEpoch, generation.epoch());
            keep(generation);
            return;
        }
        if (!table.begin(generation.number()))
        {
            throw new EventLogException(
                ErrorCode.DISK_FULL, "no room for the table of streams: place=" + place + "; free some space");
        }
        batch.wrap(generation);
        while (batch.next())
        {
            table.nextVersion(kind(generation), batch.id());
            table.advance(batch.firstVersion() + batch.count());
        }
    }

    private int kind(final GenerationDecoder generation)
    {
        final int place = dictionary.get().aggregate(
            generation.identityHigh(batch.identityIndex()), generation.identityLow(batch.identityIndex())).logOrdinal();
        return StreamKey.kind(place, batch.isKeyed());
    }

    private void keep(final GenerationDecoder generation)
    {
        lastLength = generation.length();
        if (lastGeneration.capacity() < lastLength)
        {
            lastGeneration = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * lastLength));
        }
        lastGeneration.putBytes(0, generation.buffer(), 0, lastLength);
    }

    @Override
    public boolean complete(final long nextNumber, final long nextPosition, final long chain)
    {
        if (!isTakenOver)
        {
            table.flush();
            return true;
        }
        final LinkSource links = new AnyLinks(table.links(), sealed);
        final HeadsControl control = table.control();
        final boolean isWhole = control.isCleanAt(nextNumber - 1, chain) ? table.links().isSound() :
            control.isOfBoot(bootId) && control.epoch() >= highestEpoch;
        final long sealedEnd = sealed.endUpTo(lastSealed);
        return isWhole && isJoined(sealedEnd) && table.links().isSound(sealedEnd) && table.undoAbove(nextNumber - 1, links) &&
            endsAt(nextNumber - 1, links) && fitsLastGeneration();
    }

    /** Whether links that have no file yet are all in the log of links. */
    private boolean isJoined(final long sealedEnd)
    {
        return table.links().next() == 0 || table.links().first() <= sealedEnd;
    }

    private boolean endsAt(final long generation, final LinkSource links)
    {
        final long count = table.links().next();
        final LinkView last = new LinkView();
        return count == 0 ? generation < 0 : links.read(count - 1, last) && last.generation == generation;
    }

    private boolean fitsLastGeneration()
    {
        if (lastLength == 0)
        {
            return true;
        }
        final GenerationDecoder generation = new GenerationDecoder();
        generation.wrapUnchecked(lastGeneration, 0, lastLength);
        final BatchDecoder last = new BatchDecoder();
        last.wrap(generation);
        boolean fits = true;
        while (last.next())
        {
            batch.wrap(generation);
            long nextVersion = 0;
            while (batch.next())
            {
                if (batch.id() == last.id() && batch.identityIndex() == last.identityIndex() &&
                    batch.isKeyed() == last.isKeyed())
                {
                    nextVersion = batch.firstVersion() + batch.count();
                }
            }
            batch.wrap(generation);
            fits &= isAt(generation, last, nextVersion);
        }
        return fits;
    }

    private boolean isAt(final GenerationDecoder generation, final BatchDecoder of, final long nextVersion)
    {
        final int aggregate = dictionary.get().aggregate(
            generation.identityHigh(of.identityIndex()), generation.identityLow(of.identityIndex())).logOrdinal();
        try
        {
            return table.nextVersion(StreamKey.kind(aggregate, of.isKeyed()), of.id()) == nextVersion;
        }
        catch (final EventLogException e)
        {
            return false; // a bucket is damaged
        }
    }

    /** The table, which the writer goes on with. */
    public Streams open(final long epoch)
    {
        table.control().open(bootId, epoch);
        table.growAhead();
        return new Streams(table, sealed, bootId, epoch);
    }

    /** Gives the files back; of a start that fails. */
    public void close()
    {
        if (table != null)
        {
            table.release();
            table = null;
        }
    }
}
