package io.varve.replication.ingress;

import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.protocol.RefusalCode;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.IngressOpening;
import io.varve.journal.IngressPublisher;
import io.varve.replication.aeron.Outlet;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.counter.NodeCounters;
import io.varve.replication.limit.NodeLimits;
import io.varve.replication.message.ProtocolBreach;

import java.util.ArrayList;

/** The publishers of one client, and the bytes that it has in flight with all of them. */
final class ClientPublishers
{
    private final EmbeddedEventStore store;
    private final NodeLimits limits;
    private final NodeCounters counters;
    private final ArrayList<PublisherSession> publishers = new ArrayList<>();
    private PublisherSession last;

    /** Of the message that was left with Aeron, or null. */
    private IngressOpening opening;
    private long bytesInFlight;

    ClientPublishers(final EmbeddedEventStore store, final NodeLimits limits, final NodeCounters counters)
    {
        this.store = store;
        this.limits = limits;
        this.counters = counters;
    }

    /**
     * Opens one. That of a producer may have to wait for what the session before it has under way; nothing else of this client is
     * taken then, and the same call is made again.
     *
     * @param held     session that the producer goes on with, 0 to take it over.
     * @param producer empty for none.
     * @return null when it has to wait.
     * @throws ProtocolBreach for a number that is in use, or 0.
     */
    PublisherSession open(final long number, final long wantedWindow, final long held, final String producer)
    {
        if (opening != null)
        {
            return goOn(number);
        }
        if (number == 0 || find(number) != null)
        {
            throw ProtocolBreach.malformed("publisher needs a number that is not in use: publisher=" + number);
        }
        if (publishers.size() >= limits.maxPublishers())
        {
            throw new ProtocolBreach(RefusalCode.TOO_MANY_PUBLISHERS, "client has too many publishers: highest=" +
                limits.maxPublishers() + "; close one");
        }
        final int highest = Math.min(limits.maxWindow(), Limits.PRODUCER_WINDOW);
        final int window = (int)Math.max(1, Math.min(wantedWindow, highest));
        if (producer.isEmpty())
        {
            return add(new PublisherSession(store, store.ingress(window), number, false));
        }
        opening = store.ingress(producer, held, window);
        return goOn(number);
    }

    private PublisherSession goOn(final long number)
    {
        final IngressPublisher opened;
        try
        {
            opened = opening.look();
        }
        catch (final EventLogException e)
        {
            opening = null;
            throw e;
        }
        if (opened == null)
        {
            counters.add(NodeCounter.BACK_PRESSURED, 1);
            return null;
        }
        opening = null;
        return add(new PublisherSession(store, opened, number, true));
    }

    private PublisherSession add(final PublisherSession publisher)
    {
        publishers.add(publisher);
        counters.add(NodeCounter.PUBLISHERS, 1);
        return publisher;
    }

    /**
     * The publisher with a number.
     *
     * @throws ProtocolBreach when there is none.
     */
    PublisherSession of(final long number)
    {
        if (last != null && last.number() == number)
        {
            return last;
        }
        final PublisherSession found = find(number);
        if (found == null)
        {
            throw ProtocolBreach.malformed("publisher is not open: publisher=" + number);
        }
        last = found;
        return found;
    }

    private PublisherSession find(final long number)
    {
        for (int i = 0; i < publishers.size(); i++)
        {
            if (publishers.get(i).number() == number)
            {
                return publishers.get(i);
            }
        }
        return null;
    }

    /** Whether a message may be taken: one always may, whatever its length. */
    boolean hasRoom(final PublisherSession publisher, final int length)
    {
        return publisher.hasRoom() && (bytesInFlight == 0 || bytesInFlight + length <= limits.maxBytesInFlight());
    }

    void add(final PublisherSession publisher, final long sequence, final long ticket, final int length)
    {
        publisher.add(sequence, ticket, length);
        bytesInFlight += length;
    }

    /** Whether acks are owed. */
    boolean isOwing()
    {
        for (int i = 0; i < publishers.size(); i++)
        {
            if (publishers.get(i).isOwing())
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Sends acks, and ends publishers that were closed and owe none.
     *
     * @return how many outcomes were sent, or -1 when the client is gone.
     */
    int sendAcks(final Outlet outlet)
    {
        int sent = 0;
        for (int i = publishers.size() - 1; i >= 0; i--)
        {
            final PublisherSession publisher = publishers.get(i);
            if (publisher.isOwing())
            {
                final int result = publisher.sendAcks(outlet);
                if (result == Outlet.GONE)
                {
                    return -1;
                }
                if (result == Outlet.SENT)
                {
                    sent += publisher.sentOutcomes();
                    bytesInFlight -= publisher.sentLength();
                    counters.add(NodeCounter.ACKS, publisher.sentOutcomes());
                    counters.add(NodeCounter.REFUSED_BATCHES, publisher.sentRefusals());
                }
            }
            else if (publisher.isClosing())
            {
                remove(i);
            }
        }
        return sent;
    }

    private void remove(final int index)
    {
        final PublisherSession publisher = publishers.remove(index);
        last = null;
        publisher.close();
        counters.add(NodeCounter.PUBLISHERS, -1);
    }

    /**
     * Ends all whose outcomes have come, of a client that is gone.
     *
     * @return whether none is left.
     */
    boolean abandon()
    {
        for (int i = publishers.size() - 1; i >= 0; i--)
        {
            if (publishers.get(i).abandon())
            {
                remove(i);
            }
        }
        return publishers.isEmpty();
    }
}
