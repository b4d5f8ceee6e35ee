package io.varve.journal.stream;

import io.varve.journal.directory.BootId;
import io.varve.journal.directory.Watermark;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.segment.Segments;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The table of streams of a directory that another process may be writing, mapped for reading. */
public final class MappedStreams
{
    private MappedStreams()
    {
    }

    /**
     * Maps a table, if it can be trusted: its writer was of this boot of the machine, or closed it cleanly at the end that the
     * watermark says.
     *
     * @param place     folder of the table.
     * @param watermark of the directory, or null.
     * @return {@link StreamLocator#NONE} when it cannot.
     */
    public static StreamLocator open(
        final Path place,
        final IndexFolder index,
        final Segments segments,
        final long journalIdHigh,
        final long journalIdLow,
        final BootId bootId,
        final Watermark watermark)
    {
        try
        {
            final StreamFolder folder = new StreamFolder(place);
            final GrowingFile memory = folder.openHeadsForReading();
            if (memory == null || memory.length() == 0)
            {
                return StreamLocator.NONE;
            }
            final HeadsControl control = new HeadsControl(memory);
            final boolean isTrusted = control.isOf(journalIdHigh, journalIdLow) && (control.isOfBoot(bootId) ||
                watermark != null && watermark.isClean() && control.isCleanAt(watermark.number(), watermark.chain()));
            return isTrusted ? new StreamReader(
                control, new AnyLinks(new MappedChunks(folder, control), new SealedLinks(index, segments)), () -> { }) :
                StreamLocator.NONE;
        }
        catch (final IOException e)
        {
            return StreamLocator.NONE; // gone around: what cannot be mapped is read from the log
        }
    }

    /** Chunks of links that a writer may be appending to, mapped when they are asked for. */
    private static final class MappedChunks implements LinkSource
    {
        private final StreamFolder folder;
        private final HeadsControl control;
        private final Map<Long, LinkChunk> chunks = new ConcurrentHashMap<>();

        MappedChunks(final StreamFolder folder, final HeadsControl control)
        {
            this.folder = folder;
            this.control = control;
        }

        @Override
        public boolean read(final long link, final LinkView into)
        {
            final long number = link / LinkChunk.LINKS;
            LinkChunk chunk = chunks.get(number);
            if (chunk == null)
            {
                chunk = open(number);
                if (chunk == null)
                {
                    return false;
                }
                chunks.put(number, chunk);
            }
            return into.copy(chunk.buffer(), LinkChunk.offset(link));
        }

        @Override
        public int touch(final long link)
        {
            return 0;
        }

        private LinkChunk open(final long number)
        {
            try
            {
                final UnsafeBuffer buffer = folder.openChunk(number, false);
                return buffer == null ? null : LinkChunk.wrap(buffer, control.table(), number);
            }
            catch (final IOException e)
            {
                return null; // dropped in this moment: its links stand elsewhere
            }
        }
    }
}
