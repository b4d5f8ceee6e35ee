package io.varve.perf.compare;

import com.sun.management.OperatingSystemMXBean;
import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.jvm.ScratchDirectory;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * One side of one round of ingest, in a JVM of its own: warm up, sync, append and wait until all is journaled, read back.
 *
 * <p>Answers {@code ingest NS CPU_NS}: time on the clock, and processor time of all threads, which other processes on the machine
 * disturb less.
 */
final class IngestRound
{
    private final Contender contender;
    private final int instances;
    private final OperatingSystemMXBean system =
        (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();
    private long elapsedNs;
    private long cpuNs;

    private IngestRound(final Contender contender, final int instances)
    {
        this.contender = contender;
        this.instances = instances;
    }

    /** Arguments of the child. */
    static List<String> arguments(
        final Contender contender, final int instances, final Path directory, final int warmups, final int events)
    {
        return List.of(contender.name(), Integer.toString(instances), directory.toString(), Integer.toString(warmups),
            Integer.toString(events));
    }

    /** With the {@link #arguments}. */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final IngestRound round = new IngestRound(Contender.valueOf(args[0]), Integer.parseInt(args[1]));
        final Path directory = Path.of(args[2]);
        final int warmups = Integer.parseInt(args[3]);
        final int events = Integer.parseInt(args[4]);
        for (int i = 0; i < warmups; i++)
        {
            round.append(directory, events, false);
        }
        // What the warm-up left dirty must not be written back in the timed part.
        new ProcessBuilder("sync").inheritIO().start().waitFor();
        round.append(directory, events, true);
        System.out.println("ingest " + round.elapsedNs + ' ' + round.cpuNs);
    }

    private void append(final Path directory, final int events, final boolean isChecked)
    {
        final UnsafeBuffer event = EventPattern.buffer();
        try (EventWriter writer = contender.openWriter(directory, instances))
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
                check(directory, events);
            }
        }
        ScratchDirectory.delete(directory);
    }

    private void check(final Path directory, final int events)
    {
        try (EventReader reader = contender.openReader(directory))
        {
            int read = 0;
            for (; reader.next(); read++)
            {
                EventPattern.check(reader.event(), read);
            }
            if (read != events)
            {
                throw new IllegalStateException("events were lost: contender=" + contender.title() + ", appended=" + events +
                    ", read=" + read);
            }
        }
    }
}
