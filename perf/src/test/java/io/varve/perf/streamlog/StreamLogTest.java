package io.varve.perf.streamlog;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** All contenders do the same work, so all of them are held to the same. */
class StreamLogTest
{
    private static final int MOST = 10;

    @TempDir
    private Path folder;

    private final StreamPattern pattern = new StreamPattern();
    private final UnsafeBuffer events = new UnsafeBuffer(ByteBuffer.allocateDirect(MOST * StreamPattern.LENGTH));

    private void append(final StreamLog log, final long stream, final long firstVersion, final int count)
    {
        pattern.fill(events, stream, firstVersion, count);
        log.append(stream, firstVersion, events, count);
    }

    private static void assertHolds(final StreamLog log, final long stream, final long count)
    {
        final List<Long> got = new ArrayList<>();
        final List<Long> walked = new ArrayList<>();
        assertEquals(count, log.get(stream, (version, event) ->
        {
            StreamPattern.check(event, stream, version);
            got.add(version);
        }));
        assertEquals(count, log.walk(stream, (version, event) ->
        {
            StreamPattern.check(event, stream, version);
            walked.add(version);
        }));
        assertEquals(LongStream.range(0, count).boxed().toList(), got);
        assertEquals(got, walked);
    }

    @ParameterizedTest
    @EnumSource(StreamContender.class)
    void shouldReadWholeStreamsInOrder(final StreamContender contender)
    {
        try (StreamLog log = contender.open(folder.resolve("data")))
        {
            for (int version = 0; version < MOST; version++)
            {
                for (long stream = 0; stream < 300; stream++)
                {
                    append(log, stream, version, 1);
                }
            }
            append(log, 300, 0, MOST);
            append(log, 301, 0, 1);
            log.awaitWritten();
            log.settle();

            assertHolds(log, 0, MOST);
            assertHolds(log, 255, MOST);
            assertHolds(log, 256, MOST);
            assertHolds(log, 299, MOST);
            assertHolds(log, 300, MOST);
            assertHolds(log, 301, 1);
            assertHolds(log, 302, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(StreamContender.class)
    void shouldSeeWhatWasWrittenSinceTheLastRead(final StreamContender contender)
    {
        try (StreamLog log = contender.open(folder.resolve("data")))
        {
            append(log, 7, 0, 1);
            log.awaitWritten();
            assertHolds(log, 7, 1);

            append(log, 7, 1, 2);
            log.awaitWritten();
            assertHolds(log, 7, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(StreamContender.class)
    void shouldHoldWhatItHeldBefore(final StreamContender contender)
    {
        try (StreamLog log = contender.open(folder.resolve("data")))
        {
            append(log, 1, 0, MOST);
        }
        try (StreamLog log = contender.open(folder.resolve("data")))
        {
            append(log, 1, MOST, 1);
            log.awaitWritten();

            assertHolds(log, 1, MOST + 1);
        }
    }
}
