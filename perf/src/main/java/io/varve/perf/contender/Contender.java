package io.varve.perf.contender;

import io.varve.perf.report.Figure;
import io.varve.perf.report.Samples;

import java.nio.file.Path;

/** A log that takes part. */
public enum Contender
{
    /** The embedded store with its default settings; an event is a batch of its own. */
    VARVE("Varve")
    {
        @Override
        public EventWriter openWriter(final Path directory, final int instances)
        {
            return new VarveWriter(directory, instances);
        }

        @Override
        public EventReader openReader(final Path directory)
        {
            return new VarveReader(directory);
        }
    },

    /** Chronicle Queue as it comes: default roll cycle and block size, one appender, one document an event. */
    CHRONICLE_QUEUE("Chronicle Queue")
    {
        @Override
        public EventWriter openWriter(final Path directory, final int instances)
        {
            return new ChronicleQueueWriter(directory);
        }

        @Override
        public EventReader openReader(final Path directory)
        {
            return new ChronicleQueueReader(directory);
        }
    };

    private final String title;

    Contender(final String title)
    {
        this.title = title;
    }

    /** Its name for people. */
    public String title()
    {
        return title;
    }

    /** Its rounds of a figure. */
    public Samples samplesOf(final Figure figure)
    {
        return this == VARVE ? figure.varve() : figure.peer();
    }

    /**
     * Opens a fresh log for writing.
     *
     * @param instances streams that events are spread over at random; a log without streams ignores it.
     */
    public abstract EventWriter openWriter(Path directory, int instances);

    /** Opens a log for reading from its start, while it is written or after. */
    public abstract EventReader openReader(Path directory);
}
