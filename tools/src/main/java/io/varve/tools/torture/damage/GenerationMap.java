package io.varve.tools.torture.damage;

import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationChecksum;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.generation.GenerationLayout;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.segment.SegmentNames;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Where the generations of a whole log stand. */
public final class GenerationMap
{
    private static final int PREVIOUS_CHAIN_OFFSET = 88;

    /**
     * A generation.
     *
     * @param file         of its segment.
     * @param segment      number of it.
     * @param wordOffset   of the word ahead of it.
     * @param length       bytes of it.
     * @param number       of it.
     * @param nextPosition behind its last event.
     * @param chain        of it.
     */
    public record Place(Path file, long segment, int wordOffset, int length, long number, long nextPosition, long chain)
    {
        /** Offset of its first byte. */
        public int offset()
        {
            return wordOffset + Integer.BYTES;
        }

        /** Offset behind its last byte. */
        public int endOffset()
        {
            return offset() + length;
        }
    }

    private GenerationMap()
    {
    }

    /** Of a directory that is whole. */
    public static List<Place> of(final Path directory)
    {
        final DirectoryLayout layout = new DirectoryLayout(directory);
        final FormatFile format = FormatFile.read(layout);
        final long journalId = format.journalIdHigh() ^ format.journalIdLow();
        final GenerationWalker walker = new GenerationWalker(new SegmentFolder(layout.journal()), () -> journalId);
        final List<Place> places = new ArrayList<>();
        while (walker.next(Long.MAX_VALUE) == Step.GENERATION)
        {
            places.add(new Place(layout.journal().resolve(SegmentNames.file(walker.segment())), walker.segment(),
                walker.generationOffset(), walker.generation().length(), walker.generation().number(),
                walker.generation().nextPosition(), walker.acceptedChain()));
        }
        return places;
    }

    /** Makes the checksums of all generations that stand where they stood agree with the bytes that are there now. */
    public static void restampChecksums(final List<Place> places) throws IOException
    {
        for (final Place place : places)
        {
            final ByteBuffer bytes = read(place);
            GenerationChecksum.stamp(new UnsafeBuffer(bytes), 0, place.length);
            write(place, bytes);
        }
    }

    /** Makes chains and checksums agree with the bytes that are there now; gives the chain of the last generation. */
    public static long restampChains(final List<Place> places) throws IOException
    {
        long chain = 0;
        for (final Place place : places)
        {
            final ByteBuffer bytes = read(place);
            bytes.putLong(PREVIOUS_CHAIN_OFFSET, chain);
            GenerationChecksum.stamp(new UnsafeBuffer(bytes), 0, place.length);
            write(place, bytes);
            final GenerationDecoder decoder = new GenerationDecoder();
            if (decoder.wrap(new UnsafeBuffer(bytes), 0, place.length) == GenerationCheck.VALID)
            {
                chain = decoder.computeChain();
            }
        }
        return chain;
    }

    private static ByteBuffer read(final Place place) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(Math.max(place.length, GenerationLayout.HEADER_LENGTH))
            .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(place.file, StandardOpenOption.READ))
        {
            while (bytes.hasRemaining() && channel.read(bytes, place.offset() + bytes.position()) >= 0)
            {
                // Until it is full, or the file ends.
            }
        }
        return bytes.clear();
    }

    private static void write(final Place place, final ByteBuffer bytes) throws IOException
    {
        try (FileChannel channel = FileChannel.open(place.file, StandardOpenOption.WRITE))
        {
            channel.write(bytes.clear(), place.offset());
        }
    }
}
