package io.varve.tools.command;

import io.varve.tools.console.Console;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Torture;
import io.varve.tools.torture.TortureSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Tries to break a store. */
@Command(
    name = "torture",
    description = "Tries to break a store with faults of all kinds; exit code 3 when something was lost, there twice, or wrong.")
final class TortureCommand implements Callable<Integer>
{
    @Option(names = "--suite", paramLabel = "NAME", description = "Only this suite: kill, power, tear, truncate, flip, " +
        "misdirect, full, eio, index, clock, concurrent, stuck-reader, container, reconnect, network, stop, " +
        "subscribers or ingress.")
    private String suite;

    @Option(names = "--runs", paramLabel = "N", description = "Runs of each suite.")
    private Long runs;

    @Option(names = "--seed", paramLabel = "X", description = "Of the first run; a finding names the seed of its run.")
    private Long seed;

    @Option(names = "--sabotage", paramLabel = "NAME", description = "Makes the store worse from outside, to show that the " +
        "suites notice: no-crc, no-fsync, no-cut, no-dedup or no-chain.")
    private Sabotage sabotage = Sabotage.NONE;

    @Option(names = "--report", paramLabel = "FILE", description = "Takes the figures, a JSON object a line.")
    private Path report;

    @Option(names = "--input", paramLabel = "FILE", description = "Event lines that reconnect, network and stop load.")
    private Path input;

    @Option(names = "--events", paramLabel = "N", description = "How far behind the late one of subscribers is.")
    private Long events;

    @Option(names = "--seconds", paramLabel = "N", description = "How long stop pauses a process, a round of subscribers and " +
        "all of ingress last.")
    private Long seconds;

    private final Console console;

    TortureCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        return Torture.run(new TortureSettings(suite, orOwn("--runs", runs), seed == null ? System.nanoTime() : seed, sabotage,
            report, input, orOwn("--events", events), orOwn("--seconds", seconds)), console);
    }

    /** 0 stands for what a suite does unless told. */
    private static long orOwn(final String option, final Long value)
    {
        if (value == null)
        {
            return 0;
        }
        if (value < 1)
        {
            throw new IllegalArgumentException(option + " must be at least 1: " + value);
        }
        return value;
    }
}
