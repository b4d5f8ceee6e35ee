package io.varve.perf.latency;

import io.varve.perf.contender.Contender;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.ScratchDirectory;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;

/**
 * One side of one round: a writing and a reading process.
 *
 * @param scratch       for data.
 * @param rate          events a second.
 * @param warmupSeconds ahead of what is recorded, at the same rate.
 * @param seconds       that are recorded.
 */
record LatencyRun(ScratchDirectory scratch, int rate, double warmupSeconds, double seconds)
{
    Histogram run(final Contender contender) throws IOException
    {
        final String place = scratch.fresh().toString();
        final int warmupEvents = (int)(warmupSeconds * rate);
        final int events = (int)(seconds * rate);
        try (ChildJvm writer = ChildJvm.start(LatencyWriter.class, List.of(), List.of(contender.getClass().getName(), place,
            Integer.toString(rate), Integer.toString(warmupEvents + events))))
        {
            writer.numbers("open");
            try (ChildJvm reader = ChildJvm.start(LatencyReader.class, List.of(), List.of(contender.getClass().getName(), place,
                Integer.toString(warmupEvents), Integer.toString(events))))
            {
                reader.numbers("open");
                writer.tell("write");
                final Histogram latencies = decode(reader.answer());
                reader.awaitEnd();
                writer.numbers("written");
                writer.tell("close");
                writer.awaitEnd();
                return latencies;
            }
        }
        finally
        {
            contender.delete(place);
        }
    }

    private static Histogram decode(final String text) throws IOException
    {
        try
        {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        }
        catch (final DataFormatException | IllegalArgumentException e)
        {
            throw new IOException("a reader said no histogram: said=" + text, e);
        }
    }
}
