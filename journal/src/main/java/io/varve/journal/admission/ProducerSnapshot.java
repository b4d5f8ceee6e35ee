package io.varve.journal.admission;

import io.varve.journal.index.IndexFile;
import io.varve.journal.index.IndexOutput;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * The body of a segment's index of producers: of each that wrote in the segment, its session and the answers that it got there,
 * at most as many as are remembered. It says nothing of others, so it does not grow with producers that are idle; what is known
 * of all of them is the sum of the snapshots.
 */
final class ProducerSnapshot
{
    private static final int COUNT_LENGTH = 8;
    private static final int PRODUCER_LENGTH = 32;
    private static final int SESSION_OFFSET = 8;
    private static final int LAST_OFFSET = 16;
    private static final int ANSWERS_OFFSET = 24;
    private static final int ANSWER_LENGTH = 16;
    private static final int VERSION_OFFSET = 4;
    private static final int POSITION_OFFSET = 8;

    private ProducerSnapshot()
    {
    }

    /** Writes the producers of a table. */
    static void write(final ProducerTable table, final IndexOutput out) throws IOException
    {
        out.putLong(table.count());
        for (final ProducerState state : table.states())
        {
            out.putLong(state.number());
            out.putLong(state.session());
            out.putLong(state.last());
            out.putLong(state.answers());
            for (long sequence = state.lowestKnown(); sequence <= state.last(); sequence++)
            {
                if (state.isWritten(sequence))
                {
                    out.putInt((int)(state.last() - sequence));
                    out.putInt((int)state.version(sequence));
                    out.putLong(state.position(sequence));
                }
            }
        }
    }

    /**
     * Adds the producers of a snapshot to a table.
     *
     * @return false when it cannot be used; nothing that is wrong was added then.
     */
    static boolean read(final IndexFile file, final ProducerTable table)
    {
        if (!file.checkAll())
        {
            return false;
        }
        final DirectBuffer body = file.body();
        if (body.capacity() < COUNT_LENGTH)
        {
            file.distrust("too short for a count: length=" + body.capacity());
            return false;
        }
        final long producers = body.getLong(0, ByteOrder.LITTLE_ENDIAN);
        int at = COUNT_LENGTH;
        for (long i = 0; i < producers; i++)
        {
            final long answers =
                body.capacity() - at < PRODUCER_LENGTH ? -1 : body.getLong(at + ANSWERS_OFFSET, ByteOrder.LITTLE_ENDIAN);
            if (answers < 0 || answers > (body.capacity() - at - PRODUCER_LENGTH) / ANSWER_LENGTH)
            {
                file.distrust("a producer's answers are beyond its end: offset=" + at + ", answers=" + answers);
                return false;
            }
            readProducer(body, at, (int)answers, table);
            at += PRODUCER_LENGTH + (int)answers * ANSWER_LENGTH;
        }
        return true;
    }

    private static void readProducer(final DirectBuffer body, final int offset, final int answers, final ProducerTable table)
    {
        final ProducerState state = table.state(body.getLong(offset, ByteOrder.LITTLE_ENDIAN));
        state.session(Math.max(state.session(), body.getLong(offset + SESSION_OFFSET, ByteOrder.LITTLE_ENDIAN)));
        state.begin();
        final long last = body.getLong(offset + LAST_OFFSET, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < answers; i++)
        {
            final int at = offset + PRODUCER_LENGTH + i * ANSWER_LENGTH;
            state.written(
                last - Integer.toUnsignedLong(body.getInt(at, ByteOrder.LITTLE_ENDIAN)),
                body.getLong(at + POSITION_OFFSET, ByteOrder.LITTLE_ENDIAN),
                Integer.toUnsignedLong(body.getInt(at + VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN)));
        }
    }
}
