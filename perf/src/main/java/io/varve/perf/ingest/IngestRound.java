package io.varve.perf.ingest;

import com.sun.management.OperatingSystemMXBean;
import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.WarmUp;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One side of one round of ingest, in a JVM of its own: warm up, sync, append and wait until all is there, read back.
 *
 * <p>Settings of one contender cannot leak into the other so, and no round inherits the heap, the page tables or the luck of
 * compilation of another one: that luck is in the spread that is printed.
 */
public final class IngestRound
{
    private final Contender contender;
    private final Shape shape;
    private final OperatingSystemMXBean system =
        (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();
    private long elapsedNs;
    private long cpuNs;
    private int appended;

    private IngestRound(final Contender contender, final Shape shape)
    {
        this.contender = contender;
        this.shape = shape;
    }

    /**
     * Runs one.
     *
     * @param place   of fresh logs: names that go on behind it are used.
     * @param warmups rounds like it ahead of it in the same JVM, untimed; where it is more than one, more until the JVM is warm.
     * @param path    more of the class path, behind ours.
     * @return events a second, and ns of processor time an event of all threads of the writing process, which other processes on
     *         the machine disturb less.
     */
    public static double[] run(
        final Contender contender,
        final String place,
        final Shape shape,
        final int warmups,
        final int events,
        final List<Path> path) throws IOException
    {
        final List<String> arguments = new ArrayList<>(List.of(
            contender.getClass().getName(), place, Integer.toString(warmups), Integer.toString(events)));
        arguments.addAll(shape.arguments());
        try (ChildJvm child = ChildJvm.start(IngestRound.class, List.of(), arguments, path))
        {
            final double[] answer = child.numbers("ingest");
            child.awaitEnd();
            return new double[]{events * (double)TimeUnit.SECONDS.toNanos(1) / answer[0], answer[1] / events};
        }
        finally
        {
            contender.sweep(place);
        }
    }

    /** With contender, place, warm-ups, events and shape. */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final IngestRound round = new IngestRound(Contender.ofClass(args[0]), Shape.ofArguments(args, 4));
        final int warmups = Integer.parseInt(args[2]);
        final int events = Integer.parseInt(args[3]);
        new WarmUp(warmups > 1 ? WarmUp.MAX_SECONDS : 0)
            .run(warmups, () -> round.append(args[1] + "-warmup" + round.appended, events, false));
        // What the warm-up left dirty must not be written back in the timed part.
        new ProcessBuilder("sync").inheritIO().start().waitFor();
        round.append(args[1] + "-timed", events, true);
        System.out.println("ingest " + round.elapsedNs + ' ' + round.cpuNs);
    }

    private void append(final String place, final int events, final boolean isChecked)
    {
        final UnsafeBuffer event = EventPattern.buffer(shape.length());
        try (EventWriter writer = contender.openWriter(place, shape))
        {
            final long startCpuNs = system.getProcessCpuTime();
            final long startNs = System.nanoTime();
            for (int i = 0; i < events; i++)
            {
                EventPattern.fill(event, i, startNs);
                writer.append(event);
            }
            writer.awaitJournaled();
            elapsedNs = System.nanoTime() - startNs;
            cpuNs = system.getProcessCpuTime() - startCpuNs;
            if (isChecked)
            {
                check(place, events);
            }
        }
        contender.delete(place);
        appended++;
    }

    private void check(final String place, final int events)
    {
        try (EventReader reader = contender.openReader(place, shape))
        {
            int read = 0;
            for (; read < events && reader.next(); read++)
            {
                EventPattern.check(reader.event(), shape.length(), read);
            }
            if (read != events || reader.next())
            {
                throw new IllegalStateException("not what was appended: contender=" + contender.title() + ", appended=" +
                    events + ", read=" + (read < events ? read : "more"));
            }
        }
    }
}
