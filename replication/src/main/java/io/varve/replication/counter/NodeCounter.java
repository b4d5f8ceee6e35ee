package io.varve.replication.counter;

/** What a node counts; the order is that of the counters. */
public enum NodeCounter
{
    /** Clients that are connected now. */
    CLIENTS("clients", false),

    /** Clients that were welcomed. */
    CLIENTS_TAKEN("clients-taken", true),

    /** Publishers that are open now. */
    PUBLISHERS("publishers", false),

    /** Reads that are under way now. */
    REQUESTS("requests", false),

    /** Subscriptions that are under way now. */
    SUBSCRIPTIONS("subscriptions", false),

    /** Batches and transactions taken from clients. */
    BATCHES("batches", true),

    /** Events taken from clients. */
    EVENTS("events", true),

    /** Bytes of the messages that carried them. */
    BYTES("bytes", true),

    /** Outcomes that were sent. */
    ACKS("acks", true),

    /** Outcomes among them of batches that were not written. */
    REFUSED_BATCHES("batches-refused", true),

    /** Refusals of requests, batches and clients. */
    REFUSALS("refusals", true),

    /** Clients whose connection was ended for breaking the protocol. */
    BREACHES("protocol-breaches", true),

    /** Clients that fell silent. */
    TIMEOUTS("clients-timed-out", true),

    /** Times that a message was left with Aeron because there was no room for it. */
    BACK_PRESSURED("back-pressured", true),

    /** Times that an answer waited because a client did not read. */
    ANSWERS_HELD("answers-held", true),

    /** Events sent to readers and subscribers. */
    DELIVERED_EVENTS("events-delivered", true),

    /** Bytes of the messages that carried them. */
    DELIVERED_BYTES("bytes-delivered", true),

    /** Places of named cursors that were stored. */
    CURSORS_STORED("cursors-stored", true),

    /** Position behind the last journaled event. */
    JOURNALED("journaled-position", false),

    /** Position behind the last synced event. */
    SYNCED("synced-position", false),

    /** Times that the media driver was found again after it was lost. */
    RECONNECTS("driver-reconnects", true);

    private final String label;
    private final boolean onlyGrows;

    NodeCounter(final String label, final boolean onlyGrows)
    {
        this.label = label;
        this.onlyGrows = onlyGrows;
    }

    /** Its name, for people and metrics. */
    public String label()
    {
        return label;
    }

    /** Whether it never goes back while the node runs: else it is a state of now. */
    public boolean onlyGrows()
    {
        return onlyGrows;
    }
}
