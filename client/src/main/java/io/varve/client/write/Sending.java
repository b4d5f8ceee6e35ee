package io.varve.client.write;

import io.varve.api.AckStatus;
import io.varve.client.session.NodeConnection;
import io.varve.client.session.PublisherEnd;
import io.varve.client.session.Session;
import io.varve.client.transport.Outlet;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.AckDecoder;
import io.varve.codec.protocol.PublisherOpenedDecoder;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.concurrent.TimeUnit;

/**
 * How a publisher's messages go out, through all sessions. Those of a named producer are kept until they are acked, and each
 * new session is sent what is left, under the same sequences; those of a publisher without a name go straight into the session,
 * and what is not acked when it is lost has an unknown outcome.
 */
final class Sending implements PublisherEnd
{
    /** A refusal may pass, such as a limit: until then the node is asked again, but not all the time. */
    private static final long ASK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final NodeConnection connection;
    private final int number;
    private final int windowLength;
    private final String producer;
    private final Window window;
    private final SendLock lock = new SendLock();
    private final SendAgain kept;
    private final PublishMessage message = new PublishMessage();
    private ExpandableDirectByteBuffer scratch;

    private Session openingIn;
    private long askAgainNs;
    private volatile Session session;
    private volatile Outlet outlet;
    private volatile RuntimeException refusal;

    /** What everything that is published gets at once, or null. */
    private volatile AckStatus fate;
    private long producerSession;
    private long lastSequence;
    private long nextSequence = 1;
    private int givenWindow;

    /** What is claimed. */
    private MutableDirectBuffer buffer;
    private int claimed;
    private boolean isInPlace;

    /** Of {@link #kept}: tickets and bytes, from the oldest. */
    private long released;
    private long sent;
    private int sentBytes;

    /** @param producer its name, or null. */
    Sending(final NodeConnection connection, final int windowLength, final String producer)
    {
        this.connection = connection;
        this.windowLength = windowLength;
        this.producer = producer;
        number = connection.nextPublisher();
        window = new Window(windowLength);
        kept = producer == null ? null : new SendAgain();
        givenWindow = windowLength;
    }

    Window outcomes()
    {
        return window;
    }

    NodeConnection connection()
    {
        return connection;
    }

    /** Batches without a polled ack that can be. */
    int givenWindow()
    {
        return givenWindow;
    }

    boolean isOpen()
    {
        return session != null || fate != null;
    }

    RuntimeException refusal()
    {
        return refusal;
    }

    boolean isConnected()
    {
        return session != null;
    }

    long lastSequence()
    {
        return lastSequence;
    }

    long nextSequence()
    {
        return nextSequence;
    }

    void nextSequence(final long sequence)
    {
        nextSequence = sequence;
    }

    /** For messages of one event; with the lock held. */
    PublishMessage message()
    {
        return message;
    }

    void lock()
    {
        lock.lock();
    }

    void unlock()
    {
        lock.unlock();
    }

    /**
     * Claims room for a message of a length that is known; {@link #commit} must follow. With the lock held.
     *
     * @return whether there is room.
     */
    boolean claim(final int length)
    {
        if (producer != null)
        {
            if (outlet == null)
            {
                connection.checkOpen();
            }
            release();
            claimed = kept.claim(length);
            buffer = kept.buffer();
            return claimed >= 0;
        }
        final Outlet out = outlet;
        if (out == null)
        {
            connection.checkOpen();
            return false;
        }
        isInPlace = length <= out.maxClaimLength();
        if (!isInPlace)
        {
            buffer = scratch();
            claimed = 0;
            return true;
        }
        if (out.claim(length) != Outlet.SENT)
        {
            return false;
        }
        buffer = out.buffer();
        claimed = out.offset();
        return true;
    }

    MutableDirectBuffer buffer()
    {
        return buffer;
    }

    int offset()
    {
        return claimed;
    }

    /**
     * Publishes what was claimed and written. With the lock held.
     *
     * @return its ticket, or -1 when it could not be sent.
     */
    long commit(final int length, final int events, final Object target, final long expectedVersion)
    {
        final long ticket = window.issue(events, nextSequence, length, target, expectedVersion);
        if (fate != null)
        {
            if (producer == null && isInPlace && outlet != null)
            {
                outlet.abort();
            }
            window.completeAll(fate);
            released = ticket + 1;
            sent = ticket + 1;
        }
        else if (producer != null)
        {
            kept.append(length);
            sendKept();
        }
        else if (isInPlace)
        {
            outlet.commit();
        }
        else if (session.send(outlet, buffer, claimed, length) != Outlet.SENT)
        {
            window.takeBack();
            return -1;
        }
        nextSequence++;
        return ticket;
    }

    /** A buffer that grows, for messages that are not written in place. */
    ExpandableDirectByteBuffer scratch()
    {
        if (scratch == null)
        {
            scratch = new ExpandableDirectByteBuffer(16 * 1024);
        }
        return scratch;
    }

    /** Lets messages go that have their outcome. */
    private void release()
    {
        final long completed = window.completed();
        while (released < completed)
        {
            final int length = window.length(released);
            kept.release(length);
            if (released < sent)
            {
                sentBytes -= SendAgain.place(length);
            }
            released++;
        }
        if (sent < released)
        {
            sent = released;
            sentBytes = 0;
        }
    }

    private void sendKept()
    {
        final Outlet out = outlet;
        final long issued = window.issued();
        while (out != null && sent < issued)
        {
            final int length = window.length(sent);
            if (session.send(out, kept.buffer(), kept.start() + sentBytes, length) != Outlet.SENT)
            {
                return;
            }
            sentBytes += SendAgain.place(length);
            sent++;
        }
    }

    @Override
    public void sendWaiting()
    {
        if (producer != null && session != null && sent < window.issued() && lock.tryLock())
        {
            try
            {
                release();
                sendKept();
            }
            finally
            {
                lock.unlock();
            }
        }
    }

    @Override
    public int number()
    {
        return number;
    }

    @Override
    public int window()
    {
        return windowLength;
    }

    @Override
    public String producer()
    {
        return producer;
    }

    @Override
    public long producerSession()
    {
        return producerSession;
    }

    @Override
    public synchronized boolean takesOpening(final Session in)
    {
        if (fate != null || openingIn == in && (refusal == null || System.nanoTime() - askAgainNs < 0))
        {
            return false;
        }
        openingIn = in;
        askAgainNs = System.nanoTime() + ASK_AGAIN_NS;
        return true;
    }

    @Override
    public synchronized void onOpeningNotSent()
    {
        openingIn = null;
    }

    @Override
    public void onOpened(final Session in, final PublisherOpenedDecoder opened)
    {
        lock.lock();
        try
        {
            refusal = null;
            outlet = in.newOutlet();
            session = in;
            if (producer == null)
            {
                nextSequence = 1;
                givenWindow = (int)Math.min(givenWindow, opened.window());
                return;
            }
            if (producerSession == 0)
            {
                lastSequence = opened.lastSequence();
                nextSequence = lastSequence + 1;
                givenWindow = (int)Math.min(givenWindow, opened.window());
            }
            producerSession = opened.session();
            release();
            sent = released;
            sentBytes = 0;
            sendKept();
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public void onOpenRefused(final RuntimeException why)
    {
        refusal = why;
        if (why instanceof EventLogException e && e.code() == ErrorCode.FENCED)
        {
            lock.lock();
            try
            {
                fate = AckStatus.FENCED;
                window.completeAll(AckStatus.OUTCOME_UNKNOWN); // sent in a session that was lost
            }
            finally
            {
                lock.unlock();
            }
        }
    }

    @Override
    public void onAck(final Session in, final AckDecoder ack)
    {
        if (in == session)
        {
            window.complete(ack);
            connection.written(window.writtenUpTo());
        }
    }

    @Override
    public void onBatchRefused(final long sequence, final RuntimeException why)
    {
        window.announce(sequence, why);
    }

    @Override
    public void onLost(final Session lost)
    {
        lock.lock();
        try
        {
            session = null;
            outlet = null;
            if (producer == null)
            {
                window.completeAll(AckStatus.OUTCOME_UNKNOWN);
            }
        }
        finally
        {
            lock.unlock();
        }
    }
}
