package io.varve.journal;

import io.varve.journal.chronicle.ChronicleWriter;
import io.varve.journal.directory.BootId;
import io.varve.journal.write.JournalSink;
import io.varve.journal.write.Syncer;
import io.varve.ring.RingContext;
import io.varve.ring.StageMode;
import org.agrona.concurrent.EpochNanoClock;

import java.nio.file.Path;

/** Settings of an embedded store; read once, when it is opened. */
public final class StoreContext
{
    /** Bytes of a segment unless set. */
    public static final int SEGMENT_LENGTH_DEFAULT = 64 * 1024 * 1024;

    private final RingContext ring = new RingContext();
    private Path directory;
    private int segmentLength = SEGMENT_LENGTH_DEFAULT;
    private long sealPaceNs = JournalSink.PACE_NS_DEFAULT;
    private long syncIntervalNs = Syncer.INTERVAL_NS_DEFAULT;
    private BootId bootId = BootId.current();

    /** The data directory; null for a store in memory. */
    public Path directory()
    {
        return directory;
    }

    /** Sets the data directory; it is made when it is missing. */
    public StoreContext directory(final Path path)
    {
        directory = path;
        return this;
    }

    /** Bytes that a segment of a new directory is filled up to; an existing directory keeps its own. */
    public int segmentLength()
    {
        return segmentLength;
    }

    /**
     * Sets the length of segments in bytes: a multiple of 65,536 from {@link ChronicleWriter#MIN_SEGMENT_LENGTH} to {@link
     * ChronicleWriter#MAX_SEGMENT_LENGTH}.
     */
    public StoreContext segmentLength(final int bytes)
    {
        segmentLength = bytes;
        return this;
    }

    /** Least ns between generations when the later one is not full and nobody waits for it. */
    public long sealPaceNs()
    {
        return sealPaceNs;
    }

    /**
     * Sets how often a generation may be sealed that is not full and that nobody waits for. Low, readers see each batch
     * sooner; high, a trickle of batches shares generations and takes fewer bytes: right for imports.
     */
    public StoreContext sealPaceNs(final long ns)
    {
        sealPaceNs = ns;
        return this;
    }

    /** Most ns that what is journaled stays unsynced while nobody asks for it. */
    public long syncIntervalNs()
    {
        return syncIntervalNs;
    }

    /**
     * Sets how long what is journaled may stay unsynced while nobody waits for SYNCED; who waits is never made to wait for the
     * interval. It bounds how much of what was only JOURNALED a loss of power can take, and how late a reader of synced events that
     * nobody waited for sees them. A sync costs the writer too: its pages are write-protected, so each store that comes next
     * faults.
     *
     * @throws IllegalArgumentException when it is not positive.
     */
    public StoreContext syncIntervalNs(final long ns)
    {
        if (ns <= 0)
        {
            throw new IllegalArgumentException("sync interval must be positive: syncIntervalNs=" + ns);
        }
        syncIntervalNs = ns;
        return this;
    }

    /** Sets the bytes of the ring that writers share. */
    public StoreContext ringLength(final int bytes)
    {
        ring.ringLength(bytes);
        return this;
    }

    /** Sets how many batches a publisher may have without a polled ack. */
    public StoreContext windowLength(final int batches)
    {
        ring.windowLength(batches);
        return this;
    }

    /** Sets who runs admission and sealing. */
    public StoreContext stageMode(final StageMode mode)
    {
        ring.stageMode(mode);
        return this;
    }

    /** Sets how long publishing waits for room, and waiting for a level takes at most. */
    public StoreContext publishTimeoutNs(final long ns)
    {
        ring.publishTimeoutNs(ns);
        return this;
    }

    /** Sets the clock that stamps batches and generations. */
    public StoreContext epochNanoClock(final EpochNanoClock clock)
    {
        ring.epochNanoClock(clock);
        return this;
    }

    /** Settings of the ring. */
    RingContext ring()
    {
        return ring;
    }

    /** The boot of the machine that this process believes it runs in. */
    BootId bootId()
    {
        return bootId;
    }

    /** Sets the boot that this process believes it runs in: another than the machine's plays a loss of power. */
    public StoreContext bootId(final BootId id)
    {
        bootId = id;
        return this;
    }
}
