package io.varve.perf.streams;

import io.varve.perf.streamlog.StreamContender;
import io.varve.perf.streamlog.StreamLog;
import io.varve.perf.streamlog.StreamPattern;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Opens what was written, in a JVM of its own, and reads whole streams at random.
 *
 * <p>Answers {@code ready NS}. Told {@code get SEED GETS}, or {@code walk SEED GETS}, it reads so many and answers {@code read
 * P50 P99 MAX}, ns; told {@code write}, it writes further streams until it is killed and answers {@code written STREAMS} now and
 * then; told {@code check STREAMS}, it reads that many further streams and answers {@code checked}; told {@code end}, it closes.
 */
final class ReadPhase
{
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;
    private static final int STREAMS_A_REPORT = 100;

    private final StreamPattern pattern = new StreamPattern();
    private final StreamLog log;
    private final long streams;
    private final int eventsAStream;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(StreamPattern.LENGTH));
    private final Histogram times = new Histogram(HIGHEST_NS, DIGITS);
    private long asked;
    private long nextVersion;

    private ReadPhase(final StreamLog log, final long streams, final int eventsAStream)
    {
        this.log = log;
        this.streams = streams;
        this.eventsAStream = eventsAStream;
    }

    /** Arguments of the child. */
    static List<String> arguments(final StreamContender contender, final Path directory, final StreamsWork work)
    {
        return List.of(contender.name(), directory.toString(), Long.toString(work.instances()), Integer.toString(work.events()));
    }

    /** With the {@link #arguments}. */
    public static void main(final String[] args) throws IOException
    {
        final StreamContender contender = StreamContender.valueOf(args[0]);
        final long startNs = System.nanoTime();
        final StreamLog log = contender.open(Path.of(args[1]));
        System.out.println("ready " + (System.nanoTime() - startNs));
        new ReadPhase(log, Long.parseLong(args[2]), Integer.parseInt(args[3]))
            .obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    private Histogram round(final int seed, final int gets, final boolean isWalk)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        times.reset();
        for (int i = 0; i < gets; i++)
        {
            final long stream = random.nextLong(streams);
            final long startNs = System.nanoTime();
            read(stream, isWalk);
            times.recordValue(System.nanoTime() - startNs);
        }
        return times;
    }

    private void read(final long stream, final boolean isWalk)
    {
        asked = stream;
        nextVersion = 0;
        final int count = isWalk ? log.walk(stream, this::check) : log.get(stream, this::check);
        if (count != eventsAStream)
        {
            throw new IllegalStateException("stream does not have what was written: stream=" + stream + ", events=" + count +
                ", expected=" + eventsAStream);
        }
    }

    private void check(final long version, final DirectBuffer data)
    {
        if (version != nextVersion)
        {
            throw new IllegalStateException("versions are not dense: stream=" + asked + ", version=" + version +
                ", expected=" + nextVersion);
        }
        StreamPattern.check(data, asked, version);
        nextVersion++;
    }

    private void obey(final BufferedReader orders) throws IOException
    {
        for (String order = orders.readLine(); order != null && !order.equals("end"); order = orders.readLine())
        {
            final String[] words = order.split(" ");
            switch (words[0])
            {
                case "get", "walk" ->
                {
                    final Histogram round =
                        round(Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[0].equals("walk"));
                    System.out.println("read " + round.getValueAtPercentile(50) + ' ' + round.getValueAtPercentile(99) + ' ' +
                        round.getMaxValue());
                }
                case "write" -> writeUntilKilled();
                case "check" -> checkFurther(Long.parseLong(words[1]));
                default -> throw new IllegalArgumentException("no such order: " + order);
            }
        }
        log.close();
    }

    private void checkFurther(final long further)
    {
        for (long stream = streams; stream < streams + further; stream++)
        {
            read(stream, false);
        }
        System.out.println("checked");
    }

    private void writeUntilKilled()
    {
        for (long further = 0;; further++)
        {
            if (further % STREAMS_A_REPORT == 0 && further > 0)
            {
                log.awaitWritten();
                System.out.println("written " + further);
            }
            for (int version = 0; version < eventsAStream; version++)
            {
                pattern.fill(event, streams + further, version, 1);
                log.append(streams + further, version, event, 1);
            }
        }
    }
}
