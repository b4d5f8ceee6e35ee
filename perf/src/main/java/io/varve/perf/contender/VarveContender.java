package io.varve.perf.contender;

import java.nio.file.Path;

/** The embedded store with its default settings. */
public final class VarveContender implements Contender
{
    private static final long ONLY = 1;

    @Override
    public String title()
    {
        return "Varve";
    }

    @Override
    public String settings()
    {
        return "EventStore.connect(\"fs://DIR\"), defaults; an event is a batch of its own where nothing else is said, by " +
            "Publisher.tryPublish, every ack checked; read at JOURNALED by a tail, or a cursor over all, every generation's " +
            "checksum verified";
    }

    @Override
    public String version()
    {
        return Versions.of("varve");
    }

    @Override
    public EventWriter openWriter(final String place, final Shape shape)
    {
        return new VarveWriter("fs://" + Path.of(place).toAbsolutePath(), shape, ONLY);
    }

    @Override
    public EventReader openReader(final String place, final Shape shape)
    {
        return new VarveReader(Path.of(place));
    }

    @Override
    public EventReader openScan(final String place, final Shape shape)
    {
        return new VarveScan(Path.of(place));
    }
}
