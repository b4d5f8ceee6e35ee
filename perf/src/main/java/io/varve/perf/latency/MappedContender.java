package io.varve.perf.latency;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;

import java.nio.file.Path;

/** No log: what two processes can do with one mapped file, each event in lines of the cache of its own. */
public final class MappedContender implements Contender
{
    @Override
    public String title()
    {
        return "bare memory";
    }

    @Override
    public String settings()
    {
        return "64 B copied into a mapped file behind a word that the reader polls";
    }

    @Override
    public String version()
    {
        return "-";
    }

    @Override
    public EventWriter openWriter(final String place, final Shape shape)
    {
        return new MappedSlots.Writer(Path.of(place), shape);
    }

    @Override
    public EventReader openReader(final String place, final Shape shape)
    {
        return new MappedSlots.Reader(Path.of(place), shape);
    }
}
