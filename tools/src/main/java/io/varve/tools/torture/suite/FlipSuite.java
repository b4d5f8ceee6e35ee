package io.varve.tools.torture.suite;

import io.varve.codec.EventLogException;
import io.varve.journal.EmbeddedEventStore;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.Answers;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap;
import io.varve.tools.torture.damage.Look;
import io.varve.tools.torture.damage.SampleLog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One bit that is another, anywhere in any file, Chronicle's own headers and indexes too: whoever reads gets what was written or an
 * error, and so does whoever opens the log for writing and goes on.
 */
public final class FlipSuite implements Suite
{
    private static final int EVENTS = 900;
    private static final int LENGTH = 700;
    private static final int APPENDED = 20;

    /** One flip in so many is looked at by a writer too; where a writer looks first, more of them. */
    private static final int WRITER_EVERY = 512;
    private static final int WRITER_EVERY_IN_HEADERS = 64;
    private static final int HEADER_LENGTH = 8 * 1024;

    private Path directory;
    private Answers answers;
    private List<Path> files;
    private List<GenerationMap.Place> places;

    @Override
    public String name()
    {
        return "flip";
    }

    @Override
    public long runs()
    {
        return 2_000;
    }

    @Override
    public Set<Sabotage> notices()
    {
        return Set.of(Sabotage.NO_CRC);
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        directory = folder.resolve("data");
        SampleLog.write(directory, EVENTS, LENGTH);
        answers = Answers.of(directory);
        files = DamagedFile.filesOf(directory);
        places = GenerationMap.of(directory);
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        final Random random = run.random();
        final Path file = files.get(random.nextInt(files.size()));
        final long offset = offset(file, random);
        final byte[] flipped = DamagedFile.read(file, offset, 1);
        flipped[0] ^= (byte)(1 << random.nextInt(8));
        final String where = directory.relativize(file) + " offset=" + offset;

        run.fault();
        try (DamagedFile damaged = new DamagedFile(file); Restamped restamped = new Restamped(run.sabotage(), places))
        {
            damaged.put(offset, flipped);
            restamped.run();
            final Look look = answers.look(directory);
            if (look.kind() == Look.Kind.WRONG)
            {
                run.undetected(where + ": " + look.what());
            }
            else if (look.kind() == Look.Kind.SAME)
            {
                run.harmless();
            }
            if (random.nextInt(offset < HEADER_LENGTH ? WRITER_EVERY_IN_HEADERS : WRITER_EVERY) == 0)
            {
                write(run, where);
            }
        }
    }

    private static long offset(final Path file, final Random random) throws IOException
    {
        final long length = Files.size(file);
        if (random.nextInt(8) == 0)
        {
            return Math.floorMod(random.nextLong(), Math.min(length, HEADER_LENGTH));
        }
        long offset = 0;
        for (int i = 0; i < 50; i++)
        {
            offset = Math.floorMod(random.nextLong(), length);
            if (DamagedFile.read(file, offset, 1)[0] != 0)
            {
                return offset; // zeros behind the end are most of the bytes, and the least of the matter
            }
        }
        return offset;
    }

    /** A writer opens a copy and goes on; then everything is asked again. */
    private void write(final SuiteRun run, final String where) throws IOException
    {
        final Path copy = DamagedFile.copy(directory, run.folder().resolve("copy"));
        final long startNs = System.nanoTime();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(SampleLog.context(copy)))
        {
            if (store.positions().journaled() != answers.count())
            {
                run.undetected(where + ": a writer goes on at position=" + store.positions().journaled() + " of " +
                    answers.count() + ", " + store.recovery());
                return;
            }
            SampleLog.append(store, EVENTS, APPENDED, LENGTH);
        }
        catch (final EventLogException e)
        {
            return; // refused, with a reason
        }
        catch (final RuntimeException | InternalError e)
        {
            run.undetected(where + ": a writer ends without a clear error: " + e);
            return;
        }
        final double seconds = (System.nanoTime() - startNs) / 1e9;
        if (seconds > 5)
        {
            run.lost(where + ": a writer was held up, seconds=" + seconds);
        }
        final Look look = Appended.look(copy, answers.count(), APPENDED);
        if (look.kind() == Look.Kind.WRONG)
        {
            run.undetected(where + ": behind a writer: " + look.what());
        }
    }
}
