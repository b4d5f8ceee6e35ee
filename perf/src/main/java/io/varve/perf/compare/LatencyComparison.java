package io.varve.perf.compare;

import io.varve.perf.contender.Contender;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Figure;
import io.varve.perf.report.Progress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** From the intended time of a 64 B event to a reader that polls in another process, at a fixed rate. */
final class LatencyComparison
{
    private static final String SUITE = "latency";
    private static final String NAME = "latency.tail.";
    private static final String PEER = Contender.CHRONICLE_QUEUE.title();
    private static final double TARGET = 0.67;

    private final CompareOptions options;
    private final ScratchDirectory scratch;
    private final Progress progress;

    LatencyComparison(final CompareOptions options, final ScratchDirectory scratch, final Progress progress)
    {
        this.options = options;
        this.scratch = scratch;
        this.progress = progress;
    }

    List<Figure> run() throws IOException
    {
        final String name = NAME + options.rate() / 1_000 + "k.";
        final List<Figure> figures = List.of(
            new Figure(SUITE, name + "p50", "ns", false, TARGET, PEER),
            new Figure(SUITE, name + "p99", "ns", false, Figure.NO_TARGET, PEER),
            new Figure(SUITE, name + "p99.9", "ns", false, Figure.NO_TARGET, PEER),
            new Figure(SUITE, name + "max", "ns", false, Figure.NO_TARGET, PEER));
        for (int round = 1; round <= options.latencyRounds(); round++)
        {
            for (final Contender contender : Contender.values())
            {
                final double[] answer = run(contender);
                for (int i = 0; i < answer.length; i++)
                {
                    contender.samplesOf(figures.get(i)).add(answer[i]);
                }
                progress.say("%s round=%d %s: p50 %.0f ns, p99 %.0f, p99.9 %.0f, max %.0f", name, round, contender.title(),
                    answer[0], answer[1], answer[2], answer[3]);
            }
        }
        return figures;
    }

    private double[] run(final Contender contender) throws IOException
    {
        final Path directory = scratch.fresh();
        final int warmupEvents = (int)(options.latencyWarmupSeconds() * options.rate());
        final int events = (int)(options.latencySeconds() * options.rate());
        try (ChildJvm writer = ChildJvm.start(LatencyWriter.class, List.of(),
            LatencyWriter.arguments(contender, directory, options.rate(), warmupEvents + events)))
        {
            writer.numbers("open");
            try (ChildJvm reader = ChildJvm.start(LatencyReader.class, List.of(),
                LatencyReader.arguments(contender, directory, warmupEvents, events)))
            {
                reader.numbers("open");
                writer.tell("write");
                final double[] latencies = reader.numbers("latency");
                reader.awaitEnd();
                writer.numbers("written");
                writer.tell("close");
                writer.awaitEnd();
                return latencies;
            }
        }
        finally
        {
            ScratchDirectory.delete(directory);
        }
    }
}
