package io.varve.perf.compare;

import io.varve.perf.contender.Contender;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Figure;
import io.varve.perf.report.Progress;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One producer, 64 B events, one event a batch, until all are journaled; into one stream, and into many at random. */
final class IngestComparison
{
    private static final String SUITE = "ingest";
    private static final String NAME = "ingest.embedded.64B.single";
    private static final String PEER = Contender.CHRONICLE_QUEUE.title();
    private static final double TARGET = 1.5;

    private final CompareOptions options;
    private final ScratchDirectory scratch;
    private final Progress progress;

    IngestComparison(final CompareOptions options, final ScratchDirectory scratch, final Progress progress)
    {
        this.options = options;
        this.scratch = scratch;
        this.progress = progress;
    }

    List<Figure> run() throws IOException
    {
        final Figure one = new Figure(SUITE, NAME, "events/s", true, TARGET, PEER);
        final Figure oneCpu = cpuFigure(NAME);
        final String manyName = NAME + '.' + options.instances() + "instances";
        final Figure many = new Figure(SUITE, manyName, "events/s", true, Figure.NO_TARGET, PEER);
        final Figure manyCpu = cpuFigure(manyName);
        for (int round = 1; round <= options.ingestRounds(); round++)
        {
            for (final Contender contender : Contender.values())
            {
                run(round, contender, 1, one, oneCpu);
            }
            for (final Contender contender : Contender.values())
            {
                run(round, contender, options.instances(), many, manyCpu);
            }
        }
        return List.of(one, many, oneCpu, manyCpu);
    }

    private static Figure cpuFigure(final String name)
    {
        return new Figure(SUITE, name + ".cpu", "ns/event of all threads", false, Figure.NO_TARGET, PEER);
    }

    private void run(
        final int round, final Contender contender, final int instances, final Figure speed, final Figure cpu)
        throws IOException
    {
        final int events = options.ingestEvents();
        try (ChildJvm child = ChildJvm.start(IngestRound.class, List.of(),
            IngestRound.arguments(contender, instances, scratch.fresh(), options.ingestWarmups(), events)))
        {
            final double[] answer = child.numbers("ingest");
            child.awaitEnd();
            final double eventsASecond = events * (double)TimeUnit.SECONDS.toNanos(1) / answer[0];
            final double cpuNsAnEvent = answer[1] / events;
            contender.samplesOf(speed).add(eventsASecond);
            contender.samplesOf(cpu).add(cpuNsAnEvent);
            progress.say("%s round=%d %s: %.2f M events/s, cpu %.0f ns/event", speed.name(), round, contender.title(),
                eventsASecond / 1e6, cpuNsAnEvent);
        }
    }
}
