package io.varve.tools.load;

import io.varve.api.AckHandler;
import io.varve.api.AckStatus;

/** Knows which input line every published event came from, until its ack has reached the level asked for. */
final class AckLedger implements AckHandler
{
    /** In {@link #positions}: the batch was refused. */
    private static final long REFUSED = -1;

    /** In {@link #positions}: this and anything below is the complement of the position of a batch that was there before. */
    private static final long ALREADY = -2;

    /** Of events that are not settled. */
    private final LongQueue lines = new LongQueue();

    /** Events of each batch that is not settled. */
    private final LongQueue counts = new LongQueue();

    /** First position of each batch that is acked but not settled: the first ones of {@link #counts}. */
    private final LongQueue positions = new LongQueue();

    /** Null for none. */
    private final AckFile file;

    private long events;
    private long batches;
    private long already;
    private long eventsBehindRefusal;
    private long ackedThroughLine;
    private AckStatus refusal;
    private boolean refusalSettled;

    /**
     * With nothing published.
     *
     * @param file             gets what is settled; null for none.
     * @param ackedThroughLine the input line behind which publishing begins.
     */
    AckLedger(final AckFile file, final long ackedThroughLine)
    {
        this.file = file;
        this.ackedThroughLine = ackedThroughLine;
    }

    /** Notes the line of an event of the batch that is published next. */
    void addLine(final long line)
    {
        lines.add(line);
    }

    /** Notes that the batch of the last so many lines was published. */
    void addBatch(final int count)
    {
        counts.add(count);
    }

    @Override
    public void onAck(final long ticket, final AckStatus status, final long position, final long version)
    {
        positions.add(status == AckStatus.ADMITTED ? position : status == AckStatus.DUPLICATE ? ALREADY - position : REFUSED);
        if (!status.isWritten() && refusal == null)
        {
            refusal = status;
        }
    }

    /** Settles every acked batch that lies below a position; their lines are in the file then. */
    void settle(final long reachedPosition)
    {
        boolean any = false;
        while (!positions.isEmpty())
        {
            final boolean isNew = positions.peek() > ALREADY;
            final long position = isNew ? positions.peek() : ALREADY - positions.peek();
            final long count = counts.peek();
            if (position != REFUSED && position + count > reachedPosition)
            {
                break;
            }
            positions.remove();
            counts.remove();
            settle(position, count, isNew);
            any = true;
        }
        if (any && file != null)
        {
            file.flush();
        }
    }

    /** Batches that were published and are not settled. */
    int unsettledBatches()
    {
        return counts.size();
    }

    /** Why the first batch that was refused was; null when none was. */
    AckStatus refusal()
    {
        return refusal;
    }

    /** Events that were there before, and are settled. */
    long already()
    {
        return already;
    }

    /** Events that are settled and were not there before. */
    long events()
    {
        return events;
    }

    /** Batches that are settled and were not there before. */
    long batches()
    {
        return batches;
    }

    /** Of the settled events, those whose lines stand behind one that was refused. */
    long eventsBehindRefusal()
    {
        return eventsBehindRefusal;
    }

    /** The last input line of which it is known that it and every line before it is settled. */
    long ackedThroughLine()
    {
        return ackedThroughLine;
    }

    private void settle(final long position, final long count, final boolean isNew)
    {
        refusalSettled |= position == REFUSED;
        for (int i = 0; i < count; i++)
        {
            final long line = lines.remove();
            if (position == REFUSED)
            {
                continue;
            }
            if (isNew)
            {
                events++;
            }
            else
            {
                already++;
            }
            if (refusalSettled)
            {
                eventsBehindRefusal++;
            }
            else
            {
                ackedThroughLine = line;
            }
            if (file != null)
            {
                file.append(line, position + i);
            }
        }
        batches += position == REFUSED || !isNew ? 0 : 1;
    }
}
