package io.varve.tools.torture;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** One run of a suite: its seed, its folder, and where it counts. */
public final class SuiteRun
{
    private final long seed;
    private final Random random;
    private final Path folder;
    private final TortureSettings settings;
    private final Tally tally;
    private final Consumer<String> out;

    SuiteRun(
        final long seed, final Path folder, final TortureSettings settings, final Tally tally, final Consumer<String> out)
    {
        this.seed = seed;
        this.random = new Random(seed);
        this.folder = folder;
        this.settings = settings;
        this.tally = tally;
        this.out = out;
    }

    /** Decides this run, with {@link #random()}; of a suite that tries everything it is the number of the case. */
    public long seed()
    {
        return seed;
    }

    /** Decides this run. */
    public Random random()
    {
        return random;
    }

    /** Of this run alone; empty, removed after it. */
    public Path folder()
    {
        return folder;
    }

    /** How the store is made worse. */
    public Sabotage sabotage()
    {
        return settings.sabotage();
    }

    /** What was asked for. */
    public TortureSettings settings()
    {
        return settings;
    }

    /** Something was done to the store. */
    public void fault()
    {
        tally.addFaults(1);
    }

    /** Many things were done to the store. */
    public void faults(final long count)
    {
        tally.addFaults(count);
    }

    /** A fault changed nothing that anybody could see. */
    public void harmless()
    {
        tally.addHarmless(1);
    }

    /** Something that was acked is not there, or cannot be had. */
    public void lost(final String what)
    {
        tally.addLost();
        say("lost", what);
    }

    /** Something is there twice. */
    public void duplicated(final String what)
    {
        tally.addDuplicated();
        say("duplicated", what);
    }

    /** Something wrong was served as if it was right. */
    public void undetected(final String what)
    {
        tally.addUndetected();
        say("undetected", what);
    }

    /** Says a figure of the suite behind the ones that all have; a later one of the same name replaces it. */
    public void figure(final String name, final long value)
    {
        tally.figure(name, Long.toString(value));
    }

    /** As {@link #figure(String, long)}, with one digit behind the point. */
    public void figure(final String name, final double value)
    {
        tally.figure(name, String.format(Locale.ROOT, "%.1f", value));
    }

    private void say(final String kind, final String what)
    {
        out.accept("seed=" + seed + ' ' + kind + ": " + what);
    }
}
