package io.varve.tools.torture.workload;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/** What writers were told: where each acked event stands. Writers add, whoever cuts takes a copy. */
public final class Ledger
{
    /**
     * An event that was acked at the level that the run is about.
     *
     * @param writer   of it.
     * @param number   of it among the writer's.
     * @param position in the log.
     */
    public record Acked(int writer, int number, long position)
    {
    }

    private final List<Acked> acked = new ArrayList<>();

    /** Notes events of one batch. */
    public synchronized void add(final int writer, final int firstNumber, final int count, final long firstPosition)
    {
        for (int i = 0; i < count; i++)
        {
            acked.add(new Acked(writer, firstNumber + i, firstPosition + i));
        }
    }

    /** Notes an event as it stands in a log. */
    public synchronized void add(final DirectBuffer data, final long position)
    {
        acked.add(new Acked(Payload.writer(data), Payload.number(data), position));
    }

    /** Everything so far. */
    public synchronized List<Acked> copy()
    {
        return List.copyOf(acked);
    }
}
