package io.varve.perf.contender;

import java.nio.file.Path;

/** Chronicle Queue as it comes: default roll cycle and block size, one appender, one document an event. */
public final class ChronicleQueueContender implements Contender
{
    @Override
    public String title()
    {
        return "Chronicle Queue";
    }

    @Override
    public String settings()
    {
        return "SingleChronicleQueueBuilder.binary(DIR).build(), defaults; one document an event by writeBytes, read by " +
            "readingDocument where it lies; no checksums, no syncs";
    }

    @Override
    public String version()
    {
        return Versions.of("chronicle");
    }

    @Override
    public EventWriter openWriter(final String place, final Shape shape)
    {
        return new ChronicleQueueWriter(Path.of(place));
    }

    @Override
    public EventReader openReader(final String place, final Shape shape)
    {
        return new ChronicleQueueReader(Path.of(place));
    }
}
