package io.varve.ring;

import io.varve.codec.dictionary.Dictionary;
import org.agrona.concurrent.EpochNanoClock;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns committed records into sealed generations: each that is admitted is appended to the open generation at once. One thread
 * at a time, whichever {@link Stages} says.
 *
 * <p>While the ring is empty, a batch of one event can also be taken from the publisher's own memory, ahead of all claims to
 * come; it counts as a <i>direct</i> one.
 *
 * <p>A generation is sealed when it is full, or when the ring is drained and the sink has credit. Room at the sink is
 * secured ahead of the first admission of a generation, so that an admitted batch is always written.
 */
final class Sealer
{
    /** Records whose admission is touched ahead at once: enough misses in flight to hide their latency. */
    private static final int TOUCH_GROUP = 16;

    /** Direct batches between two readings of the clock, which costs as much as the rest of them. */
    private static final int CLOCK_INTERVAL = 8;

    private static final long REFUSED = -1;
    private static final long WAITS = -2;

    private final RecordRing ring;
    private final Admission admission;
    private final GenerationSink sink;
    private final EpochNanoClock clock;
    private final RecordFlyweight record;
    private final OpenGeneration open;
    private final TransactionStage transactions;
    private final CompletionRings completions = new CompletionRings();

    private final LogEnd end;

    /** First sequence that was not looked at. */
    private long scanSequence;
    private boolean isWaitingForRoom;

    /**
     * Direct batches so far, those and records that were handed to the sink, and whether more of them are in the open
     * generation.
     */
    private final AtomicLong directCount = new AtomicLong();
    private final AtomicLong sealedUpTo = new AtomicLong(-1);
    private final AtomicBoolean isOpen = new AtomicBoolean();

    /** When the clock was read last, and the direct batches since then. */
    private long stampNs = Long.MIN_VALUE;
    private int directSinceStamp;

    /** Whether a failure has ended writing: what comes is refused without a look, whatever made it fail. */
    private boolean hasFailed;

    Sealer(
        final RecordRing ring,
        final Dictionary dictionary,
        final Admission admission,
        final GenerationSink sink,
        final LogStart start,
        final EpochNanoClock clock)
    {
        this.ring = ring;
        this.admission = admission;
        this.sink = sink;
        this.clock = clock;
        this.record = new RecordFlyweight(ring.arena());
        this.open = new OpenGeneration(dictionary);
        this.transactions = new TransactionStage(ring.arena(), admission);
        this.end = new LogEnd(start, sink);
    }

    /** Whose outcomes are written here. */
    CompletionRings completions()
    {
        return completions;
    }

    /** Whether committed records wait in the ring, or admitted ones in the open generation. */
    boolean hasWork()
    {
        return isOpen() || ring.isPublished(ring.drainedUpTo() + 1);
    }

    /** Whether the open generation holds batches. */
    boolean isOpen()
    {
        return isOpen.getAcquire();
    }

    /** Direct batches so far. */
    long directCount()
    {
        return directCount.getAcquire();
    }

    /** How much was handed to the sink: last sequence and direct batches together. */
    long sealedUpTo()
    {
        return sealedUpTo.getAcquire();
    }

    /** Whether a committed record was not looked at yet and can be; by the thread that seals. */
    boolean hasUnseen()
    {
        return !isWaitingForRoom && ring.isPublished(scanSequence);
    }

    /** Whether direct batches pay: not where a decision's cache misses are better had together. */
    boolean isDirectWorthwhile()
    {
        return !admission.isTouchWorthwhile();
    }

    /**
     * Admits what is committed and seals what is full; seals the rest too when the sink has credit or somebody waits.
     *
     * <p>A failure is the sink's to keep: it ends writing, whoever's thread this is.
     *
     * <p>The clock is read in here, behind the publish of all that it will stamp.
     *
     * @param isAwaited whether somebody waits for a record to be journaled.
     * @return records that were looked at or sealed.
     */
    int doWork(final boolean isAwaited)
    {
        try
        {
            final long last = ring.claimedUpTo(); // what comes meanwhile is for the next look, with a time of its own
            final long nowNs = clock.nanoTime();
            stamp(nowNs);
            int records = admitCommitted(last, nowNs);
            if (!open.isEmpty() && (isAwaited || sink.hasCredit(nowNs)))
            {
                records++;
                seal(nowNs);
            }
            return records;
        }
        catch (final Throwable failure)
        {
            fail(failure);
            return 1;
        }
    }

    /** What was admitted is not in the journal, so no later generation may follow: writing ends here. */
    private void fail(final Throwable failure)
    {
        hasFailed = true;
        sink.end(failure);
        open.reset();
        release();
    }

    /**
     * Takes a batch of one event from where its publisher has it; the ring must be empty.
     *
     * <p>The clock is read when the first batch opens a generation and every few batches then: batches that are to be stamped get
     * their time with the next reading, which is behind their publish.
     *
     * @param direct     header of the batch, outside the ring.
     * @param isGathered whether it is not to be sealed ahead of a full generation.
     * @return false when it must go through the ring: there is no room now, or the ring is not empty.
     */
    boolean publish(final RecordFlyweight direct, final Object base, final long source, final boolean isGathered)
    {
        if (scanSequence <= ring.claimedUpTo())
        {
            return false;
        }
        try
        {
            if (!admitDirect(direct, base, source))
            {
                return false;
            }
            directCount.setRelease(directCount.getPlain() + 1);
            if (!open.isEmpty())
            {
                sealDirect(isGathered);
            }
        }
        catch (final Throwable failure)
        {
            fail(failure);
            completions.completeUnlessDone(direct, Outcome.WRITING_ENDED);
        }
        if (open.isEmpty())
        {
            release();
        }
        return true;
    }

    private boolean admitDirect(final RecordFlyweight direct, final Object base, final long source)
    {
        boolean isUnstamped = (direct.flags() & RecordFlyweight.STAMP) != 0;
        if (open.isEmpty() || !isUnstamped && open.hasUnstamped() || isUnstamped && !open.isWithin(stampNs))
        {
            stamp(clock.nanoTime());
            if (isUnstamped)
            {
                direct.putTimestamp(stampNs);
                isUnstamped = false;
            }
        }
        else if (isUnstamped)
        {
            direct.putTimestamp(stampNs);
        }
        if (!open.isEmpty() && !open.fits(direct))
        {
            final long nowNs = clock.nanoTime();
            stamp(nowNs);
            seal(nowNs);
            if (isUnstamped)
            {
                direct.putTimestamp(nowNs);
                isUnstamped = false;
            }
        }
        final long version = admit(direct, null);
        if (version >= 0)
        {
            open.add(direct, version, isUnstamped, base, source);
            directSinceStamp++;
        }
        return version != WAITS;
    }

    private void sealDirect(final boolean isGathered)
    {
        if (directSinceStamp >= CLOCK_INTERVAL)
        {
            stamp(clock.nanoTime());
        }
        if (!isGathered && directSinceStamp <= 1 && !open.hasUnstamped() && sink.hasCredit(stampNs))
        {
            seal(stampNs);
        }
    }

    private void stamp(final long nowNs)
    {
        stampNs = nowNs;
        directSinceStamp = 0;
        open.stamp(nowNs);
    }

    private int admitCommitted(final long last, final long nowNs)
    {
        int records = 0;
        isWaitingForRoom = false;
        long touched = admission.isTouchWorthwhile() ? scanSequence : Long.MAX_VALUE;
        while (scanSequence <= last && ring.isPublished(scanSequence))
        {
            if (scanSequence >= touched)
            {
                touched = touchGroup();
            }
            record.wrap(ring.offset(scanSequence));
            if (record.state() != RecordFlyweight.PADDING && !admitOne(nowNs))
            {
                break; // no room at the sink now
            }
            scanSequence += record.slots();
            records++;
        }
        release();
        return records;
    }

    private long touchGroup()
    {
        long sequence = scanSequence;
        for (int i = 0; i < TOUCH_GROUP && ring.isPublished(sequence); i++)
        {
            record.wrap(ring.offset(sequence));
            if (record.state() == RecordFlyweight.BATCH)
            {
                admission.touch(record);
            }
            else if (record.state() == RecordFlyweight.TRANSACTION)
            {
                transactions.touch(record);
            }
            sequence += record.slots();
        }
        return sequence;
    }

    /** @return false when the record must wait. */
    private boolean admitOne(final long nowNs)
    {
        final ProducerSession session = completions.session(record);
        if (session != null)
        {
            open.origin(session, record.sequence());
        }
        try
        {
            return record.state() == RecordFlyweight.TRANSACTION ? admitTransaction(nowNs, session) : admitBatch(nowNs, session);
        }
        finally
        {
            if (session != null)
            {
                open.origin(null, 0);
            }
        }
    }

    private boolean admitBatch(final long nowNs, final ProducerSession session)
    {
        if ((record.flags() & RecordFlyweight.STAMP) != 0)
        {
            record.putTimestamp(nowNs);
        }
        if (!open.isEmpty() && !open.fits(record))
        {
            seal(nowNs);
        }
        final long version = admit(record, session);
        if (version >= 0)
        {
            open.add(record, version);
        }
        return version != WAITS;
    }

    private boolean admitTransaction(final long nowNs, final ProducerSession session)
    {
        transactions.stamp(record, nowNs);
        if (!open.isEmpty() && !transactions.fits(record, open, session))
        {
            seal(nowNs);
        }
        final long version = admit(record, session);
        if (version >= 0)
        {
            transactions.append(record, open);
        }
        return version != WAITS;
    }

    /** @return the version of the batch, which must be added to the open generation then; {@link #REFUSED} or {@link #WAITS}. */
    private long admit(final RecordFlyweight batch, final ProducerSession session)
    {
        if (hasFailed)
        {
            return refuse(batch, Outcome.WRITING_ENDED, -1);
        }
        if (session != null)
        {
            final int verdict = session.judge(batch.sequence());
            if (verdict != Outcome.ADMITTED)
            {
                return answer(batch, session, verdict);
            }
        }
        if (open.isEmpty())
        {
            switch (sink.room(lengthToReserve(batch, session)))
            {
                case SOON ->
                {
                    isWaitingForRoom = true;
                    return WAITS;
                }
                case DISK_FULL ->
                {
                    return refuse(batch, Outcome.DISK_FULL, -1);
                }
                case ENDED ->
                {
                    return refuse(batch, Outcome.WRITING_ENDED, -1);
                }
                case READY ->
                {
                }
            }
            if (!admission.begin(end.nextGeneration()))
            {
                return refuse(batch, Outcome.DISK_FULL, -1);
            }
        }

        final boolean isTransaction = batch.state() == RecordFlyweight.TRANSACTION;
        final long version = isTransaction ? transactions.admit(batch) : admission.admit(batch);
        if (version < 0)
        {
            if (session != null)
            {
                session.refused(batch.sequence());
            }
            final int outcome =
                version == Admission.WRONG_EXPECTED_VERSION ? Outcome.WRONG_EXPECTED_VERSION : Outcome.STREAM_FULL;
            return refuse(
                batch,
                isTransaction ? CompletionRing.withDetail(outcome, transactions.refusedPart()) : outcome,
                admission.lastVersion());
        }
        if (open.isEmpty())
        {
            isOpen.setRelease(true);
        }
        final long position = end.nextPosition() + open.eventCount();
        if (session != null)
        {
            session.written(batch.sequence(), position, version);
        }
        completions.complete(batch, Outcome.ADMITTED, position, version);
        return version;
    }

    private int lengthToReserve(final RecordFlyweight batch, final ProducerSession session)
    {
        if (batch.state() == RecordFlyweight.TRANSACTION)
        {
            transactions.fits(batch, open, session);
        }
        else
        {
            open.fits(batch);
        }
        return open.lengthToReserve();
    }

    /** A producer's batch that is not judged: it is written already, or its sequence says that it must not be. */
    private long answer(final RecordFlyweight batch, final ProducerSession session, final int verdict)
    {
        final boolean isDuplicate = verdict == Outcome.DUPLICATE;
        final long sequence = batch.sequence();
        completions.complete(
            batch, verdict, isDuplicate ? session.position(sequence) : -1, isDuplicate ? session.version(sequence) : -1);
        return REFUSED;
    }

    private long refuse(final RecordFlyweight batch, final long outcome, final long version)
    {
        completions.complete(batch, outcome, -1, version);
        return REFUSED;
    }

    /** Gives the slots of all records back that were looked at, and says so when nothing of them is left in here. */
    private void release()
    {
        if (open.isEmpty())
        {
            sealedUpTo.setRelease(scanSequence - 1 + directCount.getPlain());
            isOpen.setRelease(false);
        }
        if (ring.drainedUpTo() < scanSequence - 1)
        {
            ring.release(scanSequence - 1);
        }
    }

    private void seal(final long nowNs)
    {
        admission.seal();
        end.append(open, nowNs);
        open.reset();
        release();
    }
}
