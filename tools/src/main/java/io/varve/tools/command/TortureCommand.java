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
        "misdirect, full, eio, index, clock, concurrent, stuck-reader or container.")
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

    private final Console console;

    TortureCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        if (runs != null && runs < 1)
        {
            throw new IllegalArgumentException("--runs must be at least 1: " + runs);
        }
        return Torture.run(new TortureSettings(
            suite, runs == null ? 0 : runs, seed == null ? System.nanoTime() : seed, sabotage, report), console);
    }
}
