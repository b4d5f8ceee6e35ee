package io.varve.perf.streams;

import io.varve.perf.harness.Pacer;
import io.varve.perf.streamlog.StreamContender;
import io.varve.perf.streamlog.StreamLog;
import io.varve.perf.streamlog.StreamPattern;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Writes all streams in a JVM of its own and closes cleanly.
 *
 * <p>Answers {@code tenth EVENTS_A_SECOND BUSY} ten times (busy: the share of the time that it was not held back), {@code memory
 * HEAP_AT_START HEAP_AT_END ANONYMOUS} in bytes, and {@code closed NS}.
 */
final class WritePhase
{
    private static final int TENTHS = 10;
    private static final int PACE_EVERY = 256;

    private final UnsafeBuffer events;
    private final StreamPattern pattern = new StreamPattern();
    private final StreamLog log;
    private final Pacer pacer;
    private final long total;
    private long written;
    private long tenthAt;
    private long tenthStartNs;
    private long sincePace;
    private int tenth;

    private WritePhase(final StreamLog log, final int batchLength, final int rate, final long total)
    {
        this.log = log;
        this.total = total;
        pacer = new Pacer(rate);
        events = new UnsafeBuffer(ByteBuffer.allocateDirect(batchLength * StreamPattern.LENGTH));
    }

    /** Arguments of the child. */
    static List<String> arguments(
        final StreamContender contender, final Path directory, final Layout layout, final StreamsWork work)
    {
        return List.of(contender.name(), directory.toString(), layout.name(), Long.toString(work.instances()),
            Integer.toString(work.events()), Integer.toString(work.rate()));
    }

    /** With the {@link #arguments}. */
    public static void main(final String[] args) throws IOException
    {
        final Layout layout = Layout.valueOf(args[2]);
        final long streams = Long.parseLong(args[3]);
        final int eventsAStream = Integer.parseInt(args[4]);
        final StreamLog log = StreamContender.valueOf(args[0]).open(Path.of(args[1]));
        final WritePhase phase = new WritePhase(
            log, layout.batchLength(eventsAStream), Integer.parseInt(args[5]), streams * eventsAStream);
        final long heapAtStart = heapBytes();
        phase.begin();
        layout.forEachBatch(streams, eventsAStream, phase::write);
        System.out.println("memory " + heapAtStart + ' ' + heapBytes() + ' ' + anonymousBytes());
        log.settle();
        final long closeNs = System.nanoTime();
        log.close();
        System.out.println("closed " + (System.nanoTime() - closeNs));
    }

    private void begin()
    {
        tenthStartNs = System.nanoTime();
        pacer.start(tenthStartNs);
    }

    private void write(final long stream, final long firstVersion, final int count)
    {
        pattern.fill(events, stream, firstVersion, count);
        log.append(stream, firstVersion, events, count);
        written += count;
        sincePace += count;
        if (sincePace >= PACE_EVERY)
        {
            sincePace = 0;
            pacer.await(written - tenthAt);
        }
        if (written >= total / TENTHS * (tenth + 1) && tenth < TENTHS - 1 || written == total)
        {
            endTenth();
        }
    }

    private void endTenth()
    {
        log.awaitWritten();
        pacer.await(written - tenthAt);
        final long nowNs = System.nanoTime();
        final double elapsedNs = nowNs - tenthStartNs;
        System.out.println("tenth " + (written - tenthAt) * TimeUnit.SECONDS.toNanos(1) / elapsedNs + ' ' +
            (1 - pacer.waitedNs() / elapsedNs));
        tenth++;
        tenthAt = written;
        tenthStartNs = nowNs;
        pacer.start(nowNs);
    }

    /** What is in use after a collection. */
    private static long heapBytes()
    {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Memory of the process that no file stands behind. */
    private static long anonymousBytes() throws IOException
    {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status")))
        {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
        }
    }
}
