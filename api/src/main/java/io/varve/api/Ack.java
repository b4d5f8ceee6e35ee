package io.varve.api;

/**
 * Where a batch stands and how far it has come.
 *
 * @param position of its first event in the log.
 * @param version  of its first event in the stream.
 * @param count    of its events.
 * @param reached  the highest level it has reached.
 */
public record Ack(long position, long version, int count, Durability reached)
{
    /** Position behind its last event. */
    public long nextPosition()
    {
        return position + count;
    }

    /** Version of its last event: what the next writer expects. */
    public long lastVersion()
    {
        return version + count - 1;
    }
}
