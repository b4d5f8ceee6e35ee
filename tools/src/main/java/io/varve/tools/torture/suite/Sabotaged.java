package io.varve.tools.torture.suite;

import io.varve.codec.Limits;
import io.varve.codec.generation.GenerationChecksum;
import io.varve.codec.generation.GenerationLayout;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a sabotage does to the files of a store. */
final class Sabotaged
{
    private static final int LENGTH_OFFSET = 8;

    private Sabotaged()
    {
    }

    /** Makes everything that begins like a generation valid, so that a start has nothing to cut. */
    static void takeForWhole(final Path directory) throws IOException
    {
        final Path journal = directory.resolve("journal");
        if (!Files.isDirectory(journal))
        {
            return;
        }
        final List<Path> segments;
        try (Stream<Path> files = Files.list(journal))
        {
            segments = files.filter(file -> file.toString().endsWith(".cq4")).toList();
        }
        for (final Path segment : segments)
        {
            final byte[] before = Files.readAllBytes(segment);
            final byte[] after = wholeOf(before);
            if (!Arrays.equals(before, after))
            {
                Files.write(segment, after);
            }
        }
    }

    private static byte[] wholeOf(final byte[] segment)
    {
        // Room behind the end for what was cut off.
        final ByteBuffer bytes =
            ByteBuffer.allocateDirect(segment.length + Limits.MAX_GENERATION_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, segment);
        int end = segment.length;
        for (int at = 0; at + GenerationLayout.HEADER_LENGTH <= segment.length; at += Integer.BYTES)
        {
            if (bytes.getInt(at) == GenerationLayout.MAGIC)
            {
                final int length = bytes.getInt(at + LENGTH_OFFSET);
                if (length >= GenerationLayout.HEADER_LENGTH && length <= Limits.MAX_GENERATION_LENGTH)
                {
                    GenerationChecksum.stamp(new UnsafeBuffer(bytes), at, length);
                    end = Math.max(end, at + length);
                }
            }
        }
        final byte[] whole = new byte[end];
        bytes.get(0, whole);
        return whole;
    }
}
