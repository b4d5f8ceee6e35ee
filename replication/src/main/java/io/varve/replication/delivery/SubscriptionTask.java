package io.varve.replication.delivery;

import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.CaughtUpEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.PlaceEncoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.SkippedEncoder;
import io.varve.codec.protocol.SubscribedEncoder;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.read.StoredEvent;
import io.varve.replication.counter.NodeCounter;
import org.agrona.ExpandableArrayBuffer;

import java.util.function.Supplier;

/** Events from a place on without an end: catches up, then goes on live. */
public final class SubscriptionTask extends DeliveryTask
{
    private static final int STEP_LIMIT = 64;

    private final EmbeddedEventStore store;
    private final Supplier<TailStart> start;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(128);
    private Tailer tailer;
    private StoredEvent event;
    private long caughtUpTo = -1;
    private boolean isCorrupt;

    /**
     * Of a client.
     *
     * @param start where it begins; asked by the delivering thread, in turns as long as it says null.
     */
    public SubscriptionTask(
        final EmbeddedEventStore store,
        final DeliveryClient client,
        final DeliveryRequest request,
        final Supplier<TailStart> start)
    {
        super(client, request);
        this.store = store;
        this.start = start;
    }

    @Override
    int turn()
    {
        if (tailer == null)
        {
            return open();
        }
        if (isCorrupt)
        {
            return request.takeSkip() ? skip() : 0;
        }
        if (!request.hasCredit())
        {
            return 0;
        }
        final EventWriter writer = client.writer();
        writer.begin(request.requestId());
        try
        {
            return gather(writer);
        }
        catch (final EventLogException e)
        {
            if (writer.count() > 0)
            {
                request.useCredit(client.sendEvents()); // the place that cannot be read is met again in the next turn
                return 1;
            }
            throw e;
        }
    }

    private int gather(final EventWriter writer)
    {
        boolean isAtEnd = false;
        while (!isAtEnd && !writer.isFull())
        {
            if (tailer.next())
            {
                writer.add(event, tailer.token().chain());
            }
            else if (event.isPaused())
            {
                break;
            }
            else
            {
                isAtEnd = true;
            }
        }
        if (writer.count() > 0)
        {
            request.useCredit(client.sendEvents());
            return 1;
        }
        if (!isAtEnd)
        {
            return 1;
        }
        return sayCaughtUp();
    }

    private int sayCaughtUp()
    {
        if (tailer.nextPosition() == caughtUpTo)
        {
            return 0;
        }
        final Token token = tailer.token();
        caughtUpTo = token.position();
        final CaughtUpEncoder caughtUp =
            new CaughtUpEncoder().wrapAndApplyHeader(buffer, 0, header).requestId(request.requestId());
        put(caughtUp.place(), token);
        client.sendShort(buffer, MessageHeaderEncoder.ENCODED_LENGTH + caughtUp.encodedLength());
        return 1;
    }

    private int open()
    {
        final TailStart from = start.get();
        if (from == null)
        {
            return 0;
        }
        tailer = store.tail(from);
        event = (StoredEvent)tailer;
        event.stepLimit(STEP_LIMIT);
        client.counters().add(NodeCounter.SUBSCRIPTIONS, 1);
        final SubscribedEncoder subscribed =
            new SubscribedEncoder().wrapAndApplyHeader(buffer, 0, header).requestId(request.requestId());
        put(subscribed.place(), from.token() == null ? placeAt(from.position()) : from.token());
        client.sendShort(buffer, MessageHeaderEncoder.ENCODED_LENGTH + subscribed.encodedLength());
        return 1;
    }

    /** A place that is not written yet has no chain. */
    private Token placeAt(final long position)
    {
        return position <= store.journaledPosition() ? store.tokenAt(position) :
            new Token(store.identity().idHigh(), store.identity().idLow(), store.identity().epoch(), position, 0);
    }

    /** Puts a token where a message has it. */
    public static void put(final PlaceEncoder place, final Token token)
    {
        place.journalIdHigh(token.journalIdHigh()).journalIdLow(token.journalIdLow()).epoch(token.epoch())
            .position(token.position()).chain(token.chain());
    }

    private int skip()
    {
        isCorrupt = false;
        final SkippedEncoder skipped = new SkippedEncoder().wrapAndApplyHeader(buffer, 0, header)
            .requestId(request.requestId()).positions(tailer.skipCorrupt());
        client.sendShort(buffer, MessageHeaderEncoder.ENCODED_LENGTH + skipped.encodedLength());
        return 1;
    }

    @Override
    void failed(final EventLogException e)
    {
        if (e.code() == ErrorCode.CORRUPT && tailer != null)
        {
            isCorrupt = true; // the client may take it over the place
            client.refuse(request.requestId(), RefusalCode.CORRUPT, e.getMessage());
        }
        else
        {
            super.failed(e);
        }
    }

    @Override
    public void close()
    {
        super.close();
        if (tailer != null)
        {
            tailer.close();
            tailer = null;
            client.counters().add(NodeCounter.SUBSCRIPTIONS, -1);
        }
    }
}
