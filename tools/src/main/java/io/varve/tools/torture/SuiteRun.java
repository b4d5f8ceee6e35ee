package io.varve.tools.torture;

import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;

/** One run of a suite: its seed, its folder, and where it counts. */
public final class SuiteRun
{
    private final long seed;
    private final Random random;
    private final Path folder;
    private final Sabotage sabotage;
    private final Tally tally;
    private final Consumer<String> out;

    SuiteRun(
        final long seed, final Path folder, final Sabotage sabotage, final Tally tally, final Consumer<String> out)
    {
        this.seed = seed;
        this.random = new Random(seed);
        this.folder = folder;
        this.sabotage = sabotage;
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
        return sabotage;
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

    private void say(final String kind, final String what)
    {
        out.accept("seed=" + seed + ' ' + kind + ": " + what);
    }
}
