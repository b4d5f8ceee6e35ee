package io.varve.ring;

import io.varve.codec.generation.GenerationEncoder;
import io.varve.codec.generation.JournalIdentity;

/** Where the log ends: seals generations there and hands them to the sink. */
final class LogEnd
{
    private final GenerationSink sink;
    private final GenerationEncoder encoder = new GenerationEncoder();
    private final JournalIdentity journal;
    private long nextGeneration;
    private long nextPosition;
    private long chain;
    private long lastRecordedAt;

    LogEnd(final LogStart start, final GenerationSink sink)
    {
        this.sink = sink;
        journal = start.journal();
        nextGeneration = start.nextGeneration();
        nextPosition = start.nextPosition();
        chain = start.chain();
        lastRecordedAt = start.recordedAt();
    }

    /** Number of the generation that is appended next. */
    long nextGeneration()
    {
        return nextGeneration;
    }

    /** Position of the first event of the generation that is appended next. */
    long nextPosition()
    {
        return nextPosition;
    }

    /** Appends a generation, for which the sink has room. */
    void append(final OpenGeneration open, final long nowNs)
    {
        sink.claim(open.length());
        try
        {
            encode(open, nowNs);
            open.names().enter();
        }
        catch (final Throwable failure)
        {
            sink.abort();
            throw failure;
        }

        final long number = nextGeneration++;
        nextPosition += open.eventCount();
        sink.publish(number, nextPosition);
        chain = encoder.chain();
        sink.commit(number, nextPosition, chain, nowNs);
        open.names().markWritten();
    }

    private void encode(final OpenGeneration open, final long nowNs)
    {
        open.encode(encoder, sink.buffer(), sink.offset());
        lastRecordedAt = Math.max(lastRecordedAt, nowNs);
        encoder.seal(
            journal, nextGeneration, nextPosition, open.maxTimestamp(), lastRecordedAt, sink.syncedGeneration(), chain);
    }
}
