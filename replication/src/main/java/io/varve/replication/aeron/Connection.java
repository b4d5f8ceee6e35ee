package io.varve.replication.aeron;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.ImageControlledFragmentAssembler;
import io.aeron.Publication;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;

/**
 * A client as Aeron sees it: what comes from it (an image) and what goes to it (a publication on its response channel). The
 * publication is made without waiting for it.
 */
public final class Connection
{
    private static final int ASSEMBLY_LENGTH = 4_096;

    private final Aeron aeron;
    private final Image image;
    private final boolean isLocal;
    private final long registration;
    private final ControlledFragmentHandler assembler;
    private MessageHandler handler;
    private volatile Publication publication;
    private boolean isRefused;
    private boolean isHeldBack;
    private RuntimeException failure;

    Connection(final Aeron aeron, final Image image, final String responseChannel, final int streamId, final boolean isLocal)
    {
        this.aeron = aeron;
        this.image = image;
        this.isLocal = isLocal;
        registration = aeron.asyncAddPublication(responseChannel, streamId);
        assembler = new ImageControlledFragmentAssembler((buffer, offset, length, header) ->
        {
            try
            {
                isHeldBack = !handler.onMessage(buffer, offset, length);
                return isHeldBack ? Action.ABORT : Action.CONTINUE;
            }
            catch (final RuntimeException e)
            {
                failure = e; // Aeron would tell its error handler, and go on
                return Action.BREAK;
            }
        }, ASSEMBLY_LENGTH);
    }

    /** Where it comes from, for people. */
    public String source()
    {
        return image.sourceIdentity();
    }

    /** Whether it is on this host, over shared memory. */
    public boolean isLocal()
    {
        return isLocal;
    }

    /** Whether messages can be sent to it; asks Aeron when they could not before. */
    public boolean isReady()
    {
        if (publication == null && !isRefused && !aeron.isClosed())
        {
            try
            {
                publication = aeron.getPublication(registration);
            }
            catch (final RegistrationException e)
            {
                isRefused = true; // it has not asked for a response channel
            }
        }
        return publication != null && publication.isConnected();
    }

    /** Whether nothing will come from it any more. */
    public boolean isLost()
    {
        return image.isClosed() || isRefused || aeron.isClosed();
    }

    /** A way to it for one thread; only when it was ready once. */
    public Outlet outlet()
    {
        return new Outlet(this);
    }

    Publication publication()
    {
        return publication;
    }

    /**
     * Hands messages over, until one is not taken.
     *
     * @param limit frames at most.
     * @return how many frames were taken.
     * @throws RuntimeException that the handler has thrown; the message is taken then.
     */
    public int poll(final MessageHandler messageHandler, final int limit)
    {
        handler = messageHandler;
        isHeldBack = false;
        final int taken = image.controlledPoll(assembler, limit);
        if (failure != null)
        {
            final RuntimeException thrown = failure;
            failure = null;
            throw thrown;
        }
        return taken;
    }

    /** Whether a message of it was left at the last poll, so that it is not silent, whatever it sends. */
    public boolean isHeldBack()
    {
        return isHeldBack;
    }

    /** Takes nothing of it any more and sends nothing any more. Idempotent. */
    public void close()
    {
        if (aeron.isClosed())
        {
            return;
        }
        if (publication != null)
        {
            publication.close();
        }
        else if (!isRefused)
        {
            aeron.asyncRemovePublication(registration);
        }
    }

    /** Tells Aeron that what it sends is not wanted, so that it notices. */
    public void reject(final String reason)
    {
        if (!image.isClosed() && !aeron.isClosed())
        {
            image.reject(reason);
        }
    }
}
