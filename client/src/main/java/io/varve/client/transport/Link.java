package io.varve.client.transport;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One life of a connection's channels: an Aeron client of its own, a publication to the node and the subscription that its answers
 * come to. It is set up in steps, none of which waits long, and ends for good with the first trouble: the media driver gone,
 * another one in its place, the client paused for too long.
 *
 * <p>Setting up, {@link #service} and {@link #close} are for one thread; {@link #poll} for one at a time.
 */
public final class Link implements AutoCloseable
{
    private static final long DRIVER_ACTIVE_TIMEOUT_MS = 10_000;

    private final NodeAddress address;
    private final Aeron aeron;
    private final Path driverFile;
    private final Object driverKey;
    private long pendingSubscription = Aeron.NULL_VALUE;
    private long pendingPublication = Aeron.NULL_VALUE;
    private Subscription subscription;
    private Publication publication;
    private FragmentAssembler assembler;
    private volatile String trouble;

    private Link(final NodeAddress address, final Aeron.Context context)
    {
        this.address = address;
        driverFile = Path.of(context.aeronDirectoryName(), "cnc.dat");
        driverKey = keyOf(driverFile);
        aeron = Aeron.connect(context.errorHandler(this::onError));
        try
        {
            pendingSubscription = aeron.asyncAddSubscription(address.responseChannel(), NodeAddress.RESPONSE_STREAM_ID);
        }
        catch (final RuntimeException e)
        {
            aeron.close();
            throw e;
        }
    }

    /**
     * Begins a link.
     *
     * @throws LinkException when there is no media driver that lives, or it refuses.
     */
    public static Link open(final NodeAddress address)
    {
        final Aeron.Context context = new Aeron.Context().useConductorAgentInvoker(true).clientName("varve-client");
        if (address.aeronDirectory() != null)
        {
            context.aeronDirectoryName(address.aeronDirectory());
        }
        final File directory = new File(context.aeronDirectoryName());
        try
        {
            if (!CommonContext.isDriverActive(directory, DRIVER_ACTIVE_TIMEOUT_MS, message -> { }))
            {
                throw new LinkException("no media driver is running in " + directory);
            }
            return new Link(address, context);
        }
        catch (final AeronException | IllegalStateException | IllegalArgumentException e)
        {
            throw new LinkException("media driver in " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void onError(final Throwable error)
    {
        if (trouble == null)
        {
            trouble = error.getMessage() == null ? error.toString() : error.getMessage();
        }
    }

    /**
     * One step of setting up.
     *
     * @return whether the node can be sent to and can answer.
     * @throws LinkException when the media driver refuses a channel.
     */
    public boolean isSetUp()
    {
        try
        {
            if (subscription == null)
            {
                subscription = aeron.getSubscription(pendingSubscription);
                if (subscription == null)
                {
                    return false;
                }
                pendingPublication = aeron.asyncAddPublication(
                    address.ingressChannel(subscription.registrationId()), NodeAddress.INGRESS_STREAM_ID);
            }
            if (publication == null)
            {
                publication = aeron.getPublication(pendingPublication);
                if (publication == null)
                {
                    return false;
                }
            }
            return publication.isConnected();
        }
        catch (final AeronException | IllegalArgumentException e)
        {
            throw new LinkException("media driver refuses a channel of " + address + ": " + e.getMessage(), e);
        }
    }

    /** Keeps the link alive; to be called every few milliseconds. */
    public void service()
    {
        aeron.conductorAgentInvoker().invoke();
    }

    /** Whether the node can still be sent to. */
    public boolean isConnected()
    {
        return publication != null && publication.isConnected();
    }

    /** Why the link has ended, null as long as it lives. */
    public String trouble()
    {
        if (trouble == null && aeron.isClosed())
        {
            trouble = "Aeron's client was closed";
        }
        return trouble;
    }

    /** Whether another media driver has taken the place of the one that the link was set up with. */
    public boolean isDriverReplaced()
    {
        return driverKey != null && !driverKey.equals(keyOf(driverFile));
    }

    private static Object keyOf(final Path file)
    {
        try
        {
            return Files.getAttribute(file, "unix:ino") + "/" + Files.getAttribute(file, "creationTime");
        }
        catch (final IOException | UnsupportedOperationException e)
        {
            return null;
        }
    }

    /** An outlet for another sender; only once it {@link #isSetUp()}. */
    public Outlet newOutlet()
    {
        return new Outlet(publication);
    }

    /** Longest message that {@link Outlet#offer} takes. */
    public int maxOfferLength()
    {
        return publication.maxMessageLength();
    }

    /** Hands out messages that have come; always with the same handler. */
    public int poll(final MessageHandler handler, final int limit)
    {
        if (subscription == null)
        {
            return 0;
        }
        if (assembler == null)
        {
            assembler = new FragmentAssembler((buffer, offset, length, header) -> handler.onMessage(buffer, offset, length));
        }
        return subscription.poll(assembler, limit);
    }

    /** Ends the link; nothing of it may be in use. Idempotent. */
    @Override
    public void close()
    {
        aeron.close();
    }
}
