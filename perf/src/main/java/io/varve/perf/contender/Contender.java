package io.varve.perf.contender;

import io.varve.perf.jvm.ScratchDirectory;

import java.nio.file.Path;

/** A log that takes part; made anew by its class's name in the process that works with it. */
public interface Contender
{
    /** Its name for people. */
    String title();

    /** How it is set, for people. */
    String settings();

    /** The version that runs. */
    String version();

    /**
     * Opens a fresh log for writing.
     *
     * @param place where it is: a directory, or of a log that has a server what that made known.
     */
    EventWriter openWriter(String place, Shape shape);

    /** Opens a log for reading from its start, while it is written or after, as one that follows it does. */
    EventReader openReader(String place, Shape shape);

    /** Opens a log that is written no more, to read all of it. */
    default EventReader openScan(final String place, final Shape shape)
    {
        return openReader(place, shape);
    }

    /** Deletes a log that is closed. */
    default void delete(final String place)
    {
        ScratchDirectory.delete(Path.of(place));
    }

    /** Takes away what a process that was killed has left of logs whose places begin so, outside of scratch directories. */
    default void sweep(final String place)
    {
    }

    /** Makes the one of a class. */
    static Contender ofClass(final String name)
    {
        try
        {
            return (Contender)Class.forName(name).getConstructor().newInstance();
        }
        catch (final ReflectiveOperationException e)
        {
            throw new IllegalArgumentException("no such contender: " + name, e);
        }
    }
}
