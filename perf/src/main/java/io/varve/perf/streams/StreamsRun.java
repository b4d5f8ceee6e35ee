package io.varve.perf.streams;

import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Progress;
import io.varve.perf.streamlog.StreamContender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One store and one layout: written, read, killed, opened again; its data is gone afterwards. */
final class StreamsRun
{
    private static final List<String> HEAP = List.of("-Xms256m", "-Xmx256m");
    private static final int TENTHS = 10;
    private static final int GETS_AFTER_KILL = 1_000;
    private static final String TABLE_FILE = "heads";

    private final StreamsOptions options;
    private final StreamContender contender;
    private final Layout layout;
    private final Progress progress;
    private final String title;
    private final StreamsResult result = new StreamsResult();

    StreamsRun(
        final StreamsOptions options, final StreamContender contender, final Layout layout, final Progress progress)
    {
        this.options = options;
        this.contender = contender;
        this.layout = layout;
        this.progress = progress;
        title = contender.title() + ' ' + layout.title();
    }

    StreamsResult run(final Path directory) throws IOException
    {
        try
        {
            write(directory);
            result.bytes = DirectoryUse.bytes(directory);
            result.tableBytes = DirectoryUse.bytesOf(directory, TABLE_FILE);
            progress.say("%s: %.1f bytes an event, table %.1f bytes an instance, heap %.1f MiB at start, %.1f at end, anonymous " +
                    "%.0f MiB, closed in %.2f s", title, (double)result.bytes / options.totalEvents(),
                (double)result.tableBytes / options.instances(), mib(result.heapAtStart), mib(result.heapAtEnd),
                mib(result.anonymousBytes), result.closeNs / 1e9);
            final long further = readAndKill(directory);
            openAfterKill(directory, further);
            return result;
        }
        finally
        {
            ScratchDirectory.delete(directory);
        }
    }

    private static double mib(final double bytes)
    {
        return bytes / (1 << 20);
    }

    private void write(final Path directory) throws IOException
    {
        try (ChildJvm child =
            ChildJvm.start(WritePhase.class, HEAP, WritePhase.arguments(contender, directory, layout, options)))
        {
            for (int tenth = 1; tenth <= TENTHS; tenth++)
            {
                final double[] answer = child.numbers("tenth");
                result.rates[tenth - 1] = answer[0];
                result.busy[tenth - 1] = answer[1];
                progress.say("%s: tenth %d: %.0f k events/s, busy %.0f %%", title, tenth, answer[0] / 1e3, answer[1] * 100);
            }
            final double[] memory = child.numbers("memory");
            result.heapAtStart = memory[0];
            result.heapAtEnd = memory[1];
            result.anonymousBytes = memory[2];
            result.closeNs = child.numbers("closed")[0];
            child.awaitEnd();
        }
    }

    /** @return how many further streams were written when it was killed. */
    private long readAndKill(final Path directory) throws IOException
    {
        try (ChildJvm child = ChildJvm.start(ReadPhase.class, HEAP,
            ReadPhase.arguments(contender, directory, options, options.gets(), options.rounds())))
        {
            result.readyCleanNs = child.numbers("ready")[0];
            progress.say("%s: ready after a clean stop in %.3f s", title, result.readyCleanNs / 1e9);
            for (int round = 1; round <= options.rounds(); round++)
            {
                readRound(child, round, "get", result.gets);
                if (contender == StreamContender.VARVE)
                {
                    readRound(child, round, "walk", result.walks);
                }
            }
            child.tell("write");
            long further = 0;
            while (further < options.further())
            {
                further = (long)child.numbers("written")[0];
            }
            return further; // and closing the child is SIGKILL
        }
    }

    private void readRound(final ChildJvm child, final int round, final String word, final StreamsResult.Reads reads)
        throws IOException
    {
        final double[] answer = child.numbers(word);
        reads.p50().add(answer[0]);
        reads.p99().add(answer[1]);
        progress.say("%s: %s round=%d: p50 %.1f us, p99 %.1f us, max %.0f us", title, word, round, answer[0] / 1e3,
            answer[1] / 1e3, answer[2] / 1e3);
    }

    private void openAfterKill(final Path directory, final long further) throws IOException
    {
        try (ChildJvm child = ChildJvm.start(ReadPhase.class, HEAP,
            ReadPhase.arguments(contender, directory, options, Math.min(GETS_AFTER_KILL, options.gets()), 0)))
        {
            result.readyKilledNs = child.numbers("ready")[0];
            child.tell("check " + further);
            child.numbers("checked");
            child.tell("end");
            child.awaitEnd();
            progress.say("%s: ready after SIGKILL in %.3f s, the %d streams written last are whole", title,
                result.readyKilledNs / 1e9, further);
        }
    }
}
