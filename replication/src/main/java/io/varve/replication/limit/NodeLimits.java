package io.varve.replication.limit;

/** Bounds on what clients can make a node hold: of each client unless it says otherwise. */
public final class NodeLimits
{
    private int maxClients = 64;
    private int maxPublishers = 64;
    private int maxWindow = 1_024;
    private int maxRequests = 64;
    private int maxNames = 4_096;
    private int maxNewNames = 1_024;
    private int maxBytesInFlight = 4_194_304;
    private int maxMessageBytes = 524_288;

    /** Most clients at a time, of the node. */
    public int maxClients()
    {
        return maxClients;
    }

    /** Sets the most clients at a time, of the node. */
    public NodeLimits maxClients(final int limit)
    {
        maxClients = limit;
        return this;
    }

    /** Most publishers that are open at a time. */
    public int maxPublishers()
    {
        return maxPublishers;
    }

    /** Sets the most publishers that are open at a time. */
    public NodeLimits maxPublishers(final int limit)
    {
        maxPublishers = limit;
        return this;
    }

    /** Most batches without an ack, of a publisher. */
    public int maxWindow()
    {
        return maxWindow;
    }

    /** Sets the most batches without an ack, of a publisher. */
    public NodeLimits maxWindow(final int limit)
    {
        maxWindow = limit;
        return this;
    }

    /** Most reads and subscriptions at a time, and questions that are not answered. */
    public int maxRequests()
    {
        return maxRequests;
    }

    /** Sets the most reads and subscriptions at a time, and questions that are not answered. */
    public NodeLimits maxRequests(final int limit)
    {
        maxRequests = limit;
        return this;
    }

    /** Most names that are defined, over a connection. */
    public int maxNames()
    {
        return maxNames;
    }

    /** Sets the most names that are defined, over a connection. */
    public NodeLimits maxNames(final int limit)
    {
        maxNames = limit;
        return this;
    }

    /** Most names that are defined and that the log does not have, over a connection. */
    public int maxNewNames()
    {
        return maxNewNames;
    }

    /** Sets the most names that are defined and that the log does not have, over a connection. */
    public NodeLimits maxNewNames(final int limit)
    {
        maxNewNames = limit;
        return this;
    }

    /** Most bytes of batches without an ack. */
    public int maxBytesInFlight()
    {
        return maxBytesInFlight;
    }

    /** Sets the most bytes of batches without an ack. */
    public NodeLimits maxBytesInFlight(final int limit)
    {
        maxBytesInFlight = limit;
        return this;
    }

    /** Most bytes of a message that is put together from fragments. */
    public int maxMessageBytes()
    {
        return maxMessageBytes;
    }

    /** Sets the most bytes of a message that is put together from fragments. */
    public NodeLimits maxMessageBytes(final int limit)
    {
        maxMessageBytes = limit;
        return this;
    }

    /**
     * Refuses limits that make no sense.
     *
     * @throws IllegalArgumentException below 1.
     */
    public void check()
    {
        checkPositive("maxClients", maxClients);
        checkPositive("maxPublishers", maxPublishers);
        checkPositive("maxWindow", maxWindow);
        checkPositive("maxRequests", maxRequests);
        checkPositive("maxNames", maxNames);
        checkPositive("maxNewNames", maxNewNames);
        checkPositive("maxBytesInFlight", maxBytesInFlight);
        checkPositive("maxMessageBytes", maxMessageBytes);
    }

    private static void checkPositive(final String what, final int limit)
    {
        if (limit < 1)
        {
            throw new IllegalArgumentException("limit must be at least 1: " + what + '=' + limit);
        }
    }
}
