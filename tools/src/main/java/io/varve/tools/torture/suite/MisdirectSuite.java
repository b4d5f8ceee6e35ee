package io.varve.tools.torture.suite;

import io.varve.journal.DataDirectory;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.Answers;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap;
import io.varve.tools.torture.damage.GenerationMap.Place;
import io.varve.tools.torture.damage.Look;
import io.varve.tools.torture.damage.SampleLog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Whole pages and generations that are valid somewhere else or in another history: zeroed, copied, swapped. What only the chain can
 * tell, a valid generation with the same number at the same place, is for verify to find.
 */
public final class MisdirectSuite implements Suite
{
    private static final int EVENTS = 900;
    private static final int LENGTH = 700;
    private static final int PAGE_LENGTH = 4_096;

    private Path directory;
    private Answers answers;
    private List<Place> places;

    @Override
    public String name()
    {
        return "misdirect";
    }

    @Override
    public long runs()
    {
        return 500;
    }

    @Override
    public Set<Sabotage> notices()
    {
        return Set.of(Sabotage.NO_CRC, Sabotage.NO_CHAIN);
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        directory = folder.resolve("data");
        SampleLog.write(directory, EVENTS, LENGTH);
        answers = Answers.of(directory);
        places = GenerationMap.of(directory);
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        final Random random = run.random();
        final Place one = places.get(random.nextInt(places.size()));
        final Place other = places.get(random.nextInt(places.size()));
        run.fault();
        try (DamagedFile first = new DamagedFile(one.file());
            DamagedFile second = new DamagedFile(other.file());
            Restamped restamped = new Restamped(run.sabotage(), places))
        {
            final String what = damage(random, one, other, first, second);
            restamped.run();
            final Look look = answers.look(directory);
            if (look.kind() == Look.Kind.WRONG && DataDirectory.verify(directory).corrupt() == 0)
            {
                run.undetected(what + ": " + look.what());
            }
            else if (look.kind() == Look.Kind.SAME)
            {
                run.harmless();
            }
        }
    }

    private static String damage(
        final Random random, final Place one, final Place other, final DamagedFile first, final DamagedFile second)
        throws IOException
    {
        final long page = one.offset() & -PAGE_LENGTH;
        final long otherPage = other.offset() & -PAGE_LENGTH;
        final String places = " of generations " + one.number() + " and " + other.number();
        switch (random.nextInt(5))
        {
            case 0 ->
            {
                first.put(page, new byte[PAGE_LENGTH]);
                return "zeroed page" + places;
            }
            case 1 ->
            {
                first.put(page, DamagedFile.read(other.file(), otherPage, PAGE_LENGTH));
                return "page at the wrong place" + places;
            }
            case 2 ->
            {
                final byte[] bytes = DamagedFile.read(one.file(), page, PAGE_LENGTH);
                first.put(page, DamagedFile.read(other.file(), otherPage, PAGE_LENGTH));
                second.put(otherPage, bytes);
                return "swapped pages" + places;
            }
            case 3 ->
            {
                final int length = Math.min(one.length(), other.length());
                first.put(one.offset(), DamagedFile.read(other.file(), other.offset(), length));
                return "generation at the wrong place" + places;
            }
            default ->
            {
                Rewritten.data(first, one);
                return "generation of another history" + places;
            }
        }
    }
}
