package io.varve.ring;

import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationEncoder;
import io.varve.codec.generation.JournalIdentity;
import io.varve.codec.name.Identity;
import org.agrona.UnsafeApi;
import org.agrona.collections.ArrayUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * Turns committed records into sealed generations: admit, plan, encode. One thread at a time, whichever {@link Stages} says.
 *
 * <p>A generation is sealed when it is full, or when the ring is drained and the sink has credit. Room at the sink is
 * secured ahead of the first admission of a generation, so that an admitted batch is always written.
 */
final class Sealer
{
    /** Records whose admission is touched ahead at once: enough misses in flight to hide their latency. */
    private static final int TOUCH_GROUP = 16;

    private final RecordRing ring;
    private final UnsafeBuffer arena;
    private final long arenaAddress;
    private final Dictionary dictionary;
    private final Admission admission;
    private final GenerationSink sink;
    private final RecordFlyweight record;
    private final GenerationPlan plan;
    private final GenerationEncoder encoder = new GenerationEncoder();

    private volatile CompletionRing[] completions = new CompletionRing[0];

    private final JournalIdentity journal;
    private long nextGeneration;
    private long nextPosition;
    private long chain;
    private long lastRecordedAt;

    /** First sequence that belongs to the plan, and the first that was not looked at. */
    private long planSequence;
    private long scanSequence;
    private boolean isWaitingForRoom;

    /** Whether a failure has ended writing: what comes is refused without a look, whatever made it fail. */
    private boolean hasFailed;

    Sealer(
        final RecordRing ring,
        final Dictionary dictionary,
        final Admission admission,
        final GenerationSink sink,
        final LogStart start)
    {
        this.ring = ring;
        this.arena = ring.arena();
        this.arenaAddress = arena.addressOffset();
        this.dictionary = dictionary;
        this.admission = admission;
        this.sink = sink;
        this.record = new RecordFlyweight(arena);
        this.plan = new GenerationPlan(dictionary, arena);
        this.journal = start.journal();
        this.nextGeneration = start.nextGeneration();
        this.nextPosition = start.nextPosition();
        this.chain = start.chain();
        this.lastRecordedAt = start.recordedAt();
    }

    /** Lets the outcomes of a publisher be written. */
    synchronized int register(final CompletionRing completion)
    {
        final CompletionRing[] current = completions;
        for (int i = 0; i < current.length; i++)
        {
            if (current[i] == null)
            {
                final CompletionRing[] changed = current.clone();
                changed[i] = completion;
                completions = changed;
                return i;
            }
        }
        completions = ArrayUtil.add(current, completion);
        return current.length;
    }

    /** Forgets a publisher of which no record is in the ring any more. */
    synchronized void unregister(final int publisher)
    {
        final CompletionRing[] changed = completions.clone();
        changed[publisher] = null;
        completions = changed;
    }

    /** Whether records wait in the ring, committed or planned. */
    boolean hasWork()
    {
        return ring.isPublished(ring.drainedUpTo() + 1);
    }

    /** Whether a committed record was not looked at yet and can be; by the thread that seals. */
    boolean hasUnseen()
    {
        return !isWaitingForRoom && ring.isPublished(scanSequence);
    }

    /**
     * Admits what is committed and seals what is full; seals the rest too when the sink has credit or somebody waits.
     *
     * <p>A failure is the sink's to keep: it ends writing, whoever's thread this is.
     *
     * @param isAwaited whether somebody waits for a record to be journaled.
     * @return records that were looked at or sealed.
     */
    int doWork(final long nowNs, final boolean isAwaited)
    {
        try
        {
            int records = admitCommitted(nowNs);
            if (!plan.isEmpty() && (isAwaited || sink.hasCredit(nowNs)))
            {
                records++;
                seal(nowNs);
            }
            return records;
        }
        catch (final Throwable failure)
        {
            // What was admitted is not in the journal, so no later generation may follow: writing ends here.
            hasFailed = true;
            sink.end(failure);
            plan.reset();
            release();
            return 1;
        }
    }

    private int admitCommitted(final long nowNs)
    {
        int records = 0;
        isWaitingForRoom = false;
        long touched = admission.isTouchWorthwhile() ? scanSequence : Long.MAX_VALUE;
        final long end = ring.claimedUpTo(); // what comes meanwhile is for the next look, with a time of its own
        while (scanSequence <= end && ring.isPublished(scanSequence))
        {
            if (scanSequence >= touched)
            {
                touched = touchGroup();
            }
            record.wrap(ring.offset(scanSequence));
            if (record.state() == RecordFlyweight.BATCH && !admitOne(nowNs))
            {
                break; // no room at the sink now
            }
            scanSequence += record.slots();
            records++;
        }
        if (plan.isEmpty())
        {
            release();
        }
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
            sequence += record.slots();
        }
        return sequence;
    }

    /** @return false when the record must wait. */
    private boolean admitOne(final long nowNs)
    {
        if (hasFailed)
        {
            refuse(Outcome.WRITING_ENDED, -1);
            return true;
        }
        if ((record.flags() & RecordFlyweight.STAMP) != 0)
        {
            record.putTimestamp(nowNs);
        }
        if (!plan.fits(record))
        {
            seal(nowNs);
            record.wrap(ring.offset(scanSequence));
            plan.fits(record);
        }
        if (plan.isEmpty())
        {
            switch (sink.room(plan.lengthToReserve()))
            {
                case SOON ->
                {
                    isWaitingForRoom = true;
                    return false;
                }
                case DISK_FULL ->
                {
                    refuse(Outcome.DISK_FULL, -1);
                    return true;
                }
                case ENDED ->
                {
                    refuse(Outcome.WRITING_ENDED, -1);
                    return true;
                }
                case READY ->
                {
                }
            }
        }

        final long version = admission.admit(record);
        if (version < 0)
        {
            refuse(version == Admission.WRONG_EXPECTED_VERSION ? Outcome.WRONG_EXPECTED_VERSION : Outcome.STREAM_FULL,
                admission.lastVersion());
            return true;
        }
        record.putVersion(version);
        complete(Outcome.ADMITTED, nextPosition + plan.eventCount(), version);
        plan.add(record);
        return true;
    }

    private void refuse(final int outcome, final long version)
    {
        record.putState(RecordFlyweight.REFUSED);
        complete(outcome, -1, version);
    }

    private void complete(final int outcome, final long position, final long version)
    {
        final CompletionRing completion = completions[record.publisher()];
        if (completion != null)
        {
            completion.complete(record.ticket(), outcome, position, version);
        }
    }

    private void release()
    {
        planSequence = scanSequence;
        ring.release(scanSequence - 1);
    }

    private void seal(final long nowNs)
    {
        final int length = plan.length();
        sink.claim(length);
        try
        {
            encode(nowNs);
        }
        catch (final Throwable failure)
        {
            sink.abort();
            throw failure;
        }

        final long number = nextGeneration++;
        nextPosition += plan.eventCount();
        sink.commit(number, nextPosition, chain, nowNs);
        markEntriesWritten();
        plan.reset();
        release();
    }

    private void encode(final long nowNs)
    {
        encoder.begin(sink.buffer(), sink.offset(),
            plan.tablesLength(), plan.headersLength(), plan.dataLength(), plan.minTimestamp());
        encodeTables();

        final int wideFlag = plan.isWide() ? BatchFlags.WIDE_TIME : 0;
        for (long sequence = planSequence; sequence < scanSequence; sequence += record.slots())
        {
            record.wrap(ring.offset(sequence));
            if (record.state() == RecordFlyweight.BATCH)
            {
                encodeBatch(wideFlag);
            }
        }

        lastRecordedAt = Math.max(lastRecordedAt, nowNs);
        encoder.seal(
            journal, nextGeneration, nextPosition, plan.maxTimestamp(), lastRecordedAt, sink.syncedGeneration(), chain);
        chain = encoder.chain();
    }

    private void encodeTables()
    {
        for (int i = 0, count = plan.identityCount(); i < count; i++)
        {
            final Identity identity = dictionary.aggregate(plan.ordinalAt(i)).identity();
            encoder.putIdentity(identity.high(), identity.low());
        }
        final List<GenerationPlan.Entry> entries = plan.entries();
        for (int i = 0; i < entries.size(); i++)
        {
            final GenerationPlan.Entry entry = entries.get(i);
            encoder.putEntry(
                entry.kind(), plan.indexOf(entry.aggregateOrdinal()), entry.name().number(), entry.name().utf8());
        }
    }

    private void encodeBatch(final int wideFlag)
    {
        final int metadataLength = record.metadataLength();
        final int count = record.eventCount();
        encoder.putBatch(
            wideFlag |
                (record.isKeyed() ? BatchFlags.KEYED : 0) |
                (metadataLength == 0 ? 0 : BatchFlags.METADATA),
            plan.indexOf(record.aggregateOrdinal()),
            record.id(),
            record.version(),
            count,
            record.timestamp(),
            0,
            0,
            arena,
            record.metadataOffset(),
            metadataLength);

        int offset = record.firstEventOffset();
        for (int i = 0; i < count; i++)
        {
            final long event = arenaAddress + offset;
            final int lengthAndType = UnsafeApi.getInt(event + Integer.BYTES);
            final int length = lengthAndType & 0xFFFF;
            offset += RecordFlyweight.EVENT_HEADER_LENGTH;
            encoder.putEvent(lengthAndType >>> 16, UnsafeApi.getInt(event), arena, offset, length);
            offset += length;
        }
    }

    private void markEntriesWritten()
    {
        final List<GenerationPlan.Entry> entries = plan.entries();
        for (int i = 0; i < entries.size(); i++)
        {
            entries.get(i).name().markWritten();
        }
    }
}
