package io.varve.perf.contender;

import java.util.List;

/**
 * What is written: events of one length.
 *
 * @param length    bytes of an event.
 * @param batch     events that are published together, by a log that has batches.
 * @param instances streams that they are spread over at random, by a log that has streams.
 */
public record Shape(int length, int batch, int instances)
{
    /** One event a batch, one stream. */
    public static Shape single(final int length)
    {
        return new Shape(length, 1, 1);
    }

    /** As arguments of a process. */
    public List<String> arguments()
    {
        return List.of(Integer.toString(length), Integer.toString(batch), Integer.toString(instances));
    }

    /** From three arguments of a process. */
    public static Shape ofArguments(final String[] args, final int from)
    {
        return new Shape(Integer.parseInt(args[from]), Integer.parseInt(args[from + 1]), Integer.parseInt(args[from + 2]));
    }
}
