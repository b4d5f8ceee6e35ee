package io.varve.tools.torture.suite;

import io.varve.codec.EventLogException;
import io.varve.journal.EmbeddedEventStore;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.Answers;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.Look;
import io.varve.tools.torture.damage.SampleLog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Index files that are missing, short, empty, damaged, or another's: every answer stays right, and the next writer makes them
 * anew.
 */
public final class IndexSuite implements Suite
{
    private static final int EVENTS = 2_000;
    private static final int LENGTH = 700;
    private static final int APPENDED = 3;

    private Path directory;
    private Answers answers;
    private List<Path> files;

    @Override
    public String name()
    {
        return "index";
    }

    @Override
    public long runs()
    {
        return 100;
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        directory = folder.resolve("data");
        SampleLog.write(directory, EVENTS, LENGTH);
        EmbeddedEventStore.open(SampleLog.context(directory)).close();
        answers = Answers.of(directory);
        final Path index = directory.resolve("index");
        files = Files.isDirectory(index) ? DamagedFile.filesOf(index) : List.of();
        if (files.isEmpty())
        {
            throw new IOException("no index files in " + directory);
        }
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        final Path copy = DamagedFile.copy(directory, run.folder().resolve("copy"));
        final String what = damage(copy, run.random());
        run.fault();
        same(run, answers.look(copy), what + ", read");
        try (EmbeddedEventStore store = EmbeddedEventStore.open(SampleLog.context(copy)))
        {
            if (store.positions().journaled() != EVENTS)
            {
                run.undetected(what + ": a writer goes on at position=" + store.positions().journaled());
            }
            SampleLog.append(store, EVENTS, APPENDED, LENGTH);
        }
        catch (final EventLogException e)
        {
            run.lost(what + ": a writer cannot start: " + e.getMessage());
            return;
        }
        final Look look = Appended.look(copy, EVENTS, APPENDED);
        same(run, look, what + ", behind a writer");
        Verified.check(run, copy, EVENTS + APPENDED);
    }

    private static void same(final SuiteRun run, final Look look, final String what)
    {
        if (look.kind() == Look.Kind.WRONG)
        {
            run.undetected(what + ": " + look.what());
        }
        else if (look.kind() == Look.Kind.REFUSED)
        {
            run.lost(what + ": " + look.what());
        }
    }

    private String damage(final Path copy, final Random random) throws IOException
    {
        final Path file = copy.resolve(directory.relativize(files.get(random.nextInt(files.size()))).toString());
        final Path other = copy.resolve(directory.relativize(files.get(random.nextInt(files.size()))).toString());
        final long length = Files.size(file);
        final String name = file.getFileName().toString();
        switch (random.nextInt(5))
        {
            case 0 ->
            {
                Files.delete(file);
                return "deleted " + name;
            }
            case 1 ->
            {
                Files.write(file, new byte[0]);
                return "emptied " + name;
            }
            case 2 ->
            {
                final int kept = random.nextInt((int)length);
                Files.write(file, Arrays.copyOf(Files.readAllBytes(file), kept));
                return "cut " + name + " to bytes=" + kept;
            }
            case 3 ->
            {
                Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
                return "put " + other.getFileName() + " in the place of " + name;
            }
            default ->
            {
                final int offset = random.nextInt((int)length);
                final byte[] bytes = Files.readAllBytes(file);
                bytes[offset] ^= (byte)(1 << random.nextInt(8));
                Files.write(file, bytes);
                return "flipped a bit of " + name + " at offset=" + offset;
            }
        }
    }
}
