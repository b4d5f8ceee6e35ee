package io.varve.client.session;

import io.varve.codec.protocol.AckDecoder;
import io.varve.codec.protocol.PublisherOpenedDecoder;

/** What a connection needs to know of a publisher: how it is opened in each session, and where its answers go. */
public interface PublisherEnd
{
    /** Its number on the connection, above 0. */
    int number();

    /** Batches without an ack that it wants at most. */
    int window();

    /** Name of its producer, null for none. */
    String producer();

    /** Session of the producer to go on with, 0 to take its name over. */
    long producerSession();

    /** Whether it has to be opened in a session: it is not open there, and nobody has asked for it. */
    boolean takesOpening(Session session);

    /** The question could not be sent: ask again later. */
    void onOpeningNotSent();

    /** It is open in a session: what is to be sent again is sent now. */
    void onOpened(Session session, PublisherOpenedDecoder opened);

    /** The node does not open it. */
    void onOpenRefused(RuntimeException why);

    /** Outcomes of batches. */
    void onAck(Session session, AckDecoder ack);

    /** A batch will be refused by the next acks, for this reason. */
    void onBatchRefused(long sequence, RuntimeException why);

    /** Room may have come: sends what waits to be sent. */
    void sendWaiting();

    /** A session was lost; when this returns, nothing of it is in use. */
    void onLost(Session session);
}
