package io.varve.tools.torture.suite;

import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap.Place;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** The file cut off at every byte of the last two generations: a start keeps the longest valid beginning and needs no operator. */
public final class TruncateSuite implements Suite
{
    private UnsyncedTail tail;

    @Override
    public String name()
    {
        return "truncate";
    }

    @Override
    public long runs()
    {
        return tail == null ? 1 : end() - begin() + 1;
    }

    private int begin()
    {
        return tail.unsynced().get(0).wordOffset();
    }

    private int end()
    {
        return tail.unsynced().get(UnsyncedTail.UNSYNCED - 1).endOffset();
    }

    @Override
    public long seed(final long base, final long index)
    {
        return begin() + Math.floorMod(base + index, end() - begin() + 1L);
    }

    @Override
    public Set<Sabotage> notices()
    {
        return Set.of(Sabotage.NO_CUT);
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
        final long length = run.seed();
        try (FileChannel channel = FileChannel.open(tail.segment(copy), StandardOpenOption.WRITE))
        {
            channel.truncate(length);
        }
        run.fault();
        final List<Place> unsynced = tail.unsynced();
        final int gone = length >= unsynced.get(1).endOffset() ? 0 : length >= unsynced.get(0).endOffset() ? 1 : 2;
        if (gone == 0)
        {
            run.harmless();
        }
        final String what = "length=" + length;
        if (length % 8 == 0)
        {
            final long position = tail.positionWithout(0);
            final Path synced = DamagedFile.copy(copy, run.folder().resolve("synced"));
            tail.markSynced(synced);
            tail.read(run, synced, what + ", synced up to position=" + position);
        }
        tail.start(run, copy, tail.positionWithout(gone), what);
    }
}
