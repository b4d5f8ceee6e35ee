package io.varve.client.read;

import io.varve.api.Token;
import io.varve.client.session.Request;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.CaughtUpDecoder;
import io.varve.codec.protocol.CursorStoredDecoder;
import io.varve.codec.protocol.DeliveryDecoder;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.ReadEndDecoder;
import io.varve.codec.protocol.SkippedDecoder;
import io.varve.codec.protocol.SubscribedDecoder;
import org.agrona.DirectBuffer;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A read or subscription in one session: what came and was not looked at. The credit that the node has bounds it. Filled by who
 * polls, emptied by the reader's thread.
 */
final class EventStream extends Request
{
    private static final int SPARE_ITEMS = 16;

    private final ConcurrentLinkedQueue<Item> come = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Item> spare = new ConcurrentLinkedQueue<>();
    private final AtomicInteger spares = new AtomicInteger();

    /** The place that the node has kept last, past the events that wait here; null for none. */
    private volatile Token stored;
    private volatile boolean isBegun;
    private volatile boolean isRefused;

    @Override
    protected boolean onAnswer(
        final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length)
    {
        switch (header.templateId())
        {
            case DeliveryDecoder.TEMPLATE_ID -> addEvents(buffer, offset, length);
            case CaughtUpDecoder.TEMPLATE_ID -> come.add(Item.caughtUp(
                Places.token(new CaughtUpDecoder().wrapAndApplyHeader(buffer, offset, header).place())));
            case SubscribedDecoder.TEMPLATE_ID ->
            {
                come.add(Item.begin(
                    Places.token(new SubscribedDecoder().wrapAndApplyHeader(buffer, offset, header).place())));
                isBegun = true;
            }
            case SkippedDecoder.TEMPLATE_ID ->
                come.add(Item.skipped(new SkippedDecoder().wrapAndApplyHeader(buffer, offset, header).positions()));
            case CursorStoredDecoder.TEMPLATE_ID ->
                stored = Places.token(new CursorStoredDecoder().wrapAndApplyHeader(buffer, offset, header).place());
            case ReadEndDecoder.TEMPLATE_ID ->
            {
                come.add(Item.end());
                return true;
            }
            default ->
            {
                return false; // of a newer version, and not asked for
            }
        }
        return false;
    }

    private void addEvents(final DirectBuffer buffer, final int offset, final int length)
    {
        Item item = spare.poll();
        if (item != null)
        {
            spares.decrementAndGet();
        }
        if (item == null || !item.holds(length))
        {
            item = Item.forEvents(length);
        }
        item.events(buffer, offset, length, session().names());
        come.add(item);
    }

    @Override
    protected boolean onRefused(final RuntimeException why)
    {
        final boolean isEnd = !(why instanceof EventLogException e && e.code() == ErrorCode.CORRUPT); // which can be skipped
        come.add(Item.refused(why));
        isRefused |= isEnd;
        return isEnd;
    }

    @Override
    protected void onLost()
    {
        // The reader sees it when it has looked at what came before.
    }

    boolean isEmpty()
    {
        return come.isEmpty();
    }

    /** @return the oldest, or null. */
    Item poll()
    {
        return come.poll();
    }

    /** Whether the node has begun it, and has the cursor for it that it names. */
    boolean isBegun()
    {
        return isBegun;
    }

    /** Whether a refusal that ends it stands among what has come. */
    boolean isRefused()
    {
        return isRefused;
    }

    /** The place of the named cursor that the node has kept last, null for none. */
    Token stored()
    {
        return stored;
    }

    /** Another place is asked to be kept. */
    void storing()
    {
        stored = null;
    }

    /** An item of events is not looked at any more. */
    void release(final Item item)
    {
        if (spares.get() < SPARE_ITEMS)
        {
            spares.incrementAndGet();
            spare.add(item);
        }
    }
}
