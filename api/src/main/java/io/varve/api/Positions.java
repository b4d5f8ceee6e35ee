package io.varve.api;

/**
 * How far the log has come: everything below a position has reached that level.
 *
 * @param journaled  behind the last event in the mapped journal.
 * @param synced     behind the last event on stable storage.
 * @param replicated behind the last event on a majority; 0 without a cluster.
 */
public record Positions(long journaled, long synced, long replicated)
{
    /** The position behind the last event that has reached a level. */
    public long at(final Durability durability)
    {
        return switch (durability)
        {
            case JOURNALED -> journaled;
            case SYNCED -> synced;
            case REPLICATED -> replicated;
        };
    }
}
