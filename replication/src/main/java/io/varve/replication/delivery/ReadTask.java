package io.varve.replication.delivery;

import io.varve.api.EventCursor;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.ReadEndEncoder;
import io.varve.journal.read.StoredEvent;
import io.varve.replication.counter.NodeCounter;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.function.Supplier;

/** Events up to what is journaled when it begins. */
public final class ReadTask extends DeliveryTask
{
    private static final int STEP_LIMIT = 64;

    private final Supplier<EventCursor> open;
    private final long fromVersion;
    private final long toVersion;
    private long left;
    private StoredEvent cursor;
    private boolean isOver;

    /**
     * Of a client.
     *
     * @param open        opens the cursor; by the delivering thread.
     * @param fromVersion of a stream's events, 0 for all.
     * @param toVersion   of a stream's events, behind the last; the highest long for all.
     * @param maxEvents   to be sent.
     */
    public ReadTask(
        final DeliveryClient client,
        final DeliveryRequest request,
        final Supplier<EventCursor> open,
        final long fromVersion,
        final long toVersion,
        final long maxEvents)
    {
        super(client, request);
        this.open = open;
        this.fromVersion = fromVersion;
        this.toVersion = toVersion;
        left = maxEvents;
    }

    @Override
    int turn()
    {
        if (cursor == null)
        {
            cursor = (StoredEvent)open.get();
            cursor.stepLimit(STEP_LIMIT);
            client.counters().add(NodeCounter.REQUESTS, 1);
        }
        if (isOver)
        {
            return sayEnd();
        }
        if (!request.hasCredit())
        {
            return 0;
        }
        final EventWriter writer = client.writer();
        writer.begin(request.requestId());
        isOver = left <= 0;
        while (!isOver && !writer.isFull())
        {
            if (!cursor.next())
            {
                isOver = !cursor.isPaused();
                break;
            }
            final long version = cursor.version();
            if (version >= fromVersion && version < toVersion)
            {
                writer.add(cursor, 0);
                isOver = --left <= 0;
            }
        }
        if (writer.count() > 0)
        {
            request.useCredit(client.sendEvents());
        }
        return 1;
    }

    /** In a turn of its own, so that it finds room; needs no credit. */
    private int sayEnd()
    {
        final UnsafeBuffer buffer =
            new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ReadEndEncoder.BLOCK_LENGTH]);
        new ReadEndEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).requestId(request.requestId());
        client.sendShort(buffer, buffer.capacity());
        request.done();
        return 1;
    }

    @Override
    public void close()
    {
        super.close();
        if (cursor != null)
        {
            cursor.close();
            cursor = null;
            client.counters().add(NodeCounter.REQUESTS, -1);
        }
    }
}
