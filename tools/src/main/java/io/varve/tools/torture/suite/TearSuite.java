package io.varve.tools.torture.suite;

import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap.Place;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;

/**
 * Every way in which the first eight sectors' worth of a generation may be torn, each 512 bytes written, zeros, or what stood there
 * before: a start cuts it unless it is whole, and a reader who knows that it was synced is told.
 */
public final class TearSuite implements Suite
{
    private static final int SECTORS = 8;
    private static final int SECTOR_LENGTH = 512;
    private static final int STATES = 3;
    private static final int CASES = 6_561;

    private UnsyncedTail tail;

    @Override
    public String name()
    {
        return "tear";
    }

    @Override
    public long runs()
    {
        return CASES;
    }

    @Override
    public long seed(final long base, final long index)
    {
        return Math.floorMod(base + index, CASES);
    }

    @Override
    public Set<Sabotage> notices()
    {
        return Set.of(Sabotage.NO_CRC, Sabotage.NO_CUT);
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        tail = new UnsyncedTail(folder.resolve("data"));
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        final Path copy = tail.copy(run);
        final Place torn = tail.unsynced().get(0);
        boolean isTorn = false;
        final DamagedFile file = new DamagedFile(tail.segment(copy)); // stays damaged
        long states = run.seed();
        final Random old = new Random(run.seed());
        for (int sector = 0; sector < SECTORS; sector++, states /= STATES)
        {
            final int length = Math.min(SECTOR_LENGTH, torn.length() - sector * SECTOR_LENGTH);
            if (states % STATES != 0 && length > 0)
            {
                final byte[] bytes = new byte[length];
                if (states % STATES == 2)
                {
                    old.nextBytes(bytes);
                }
                file.put(torn.offset() + (long)sector * SECTOR_LENGTH, bytes);
                isTorn = true;
            }
        }
        run.fault();
        if (!isTorn)
        {
            run.harmless();
        }
        final String what = "case=" + run.seed();
        tail.read(run, copy, what);
        tail.start(run, copy, tail.positionWithout(isTorn ? UnsyncedTail.UNSYNCED : 0), what);
    }
}
