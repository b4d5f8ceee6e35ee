package io.varve.journal.index;

import io.varve.codec.generation.GenerationDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An index file gives back what was written into it, or says why it cannot be used. */
class IndexFileTest
{
    private static final SegmentSummary SUMMARY =
        new SegmentSummary(7, 100, 3, 1_000, 1_030, -5, 77, -1, 9, 20, 21, 99, 30, 4_000, 900, 2, 8_192, 8_000, 4);

    @TempDir
    Path folder;

    private IndexFolder index()
    {
        return new IndexFolder(folder.resolve("index"), 1, 2);
    }

    private static byte[] body(final int length)
    {
        final byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        return body;
    }

    private Path write(final SegmentSummary summary, final byte[] body) throws IOException
    {
        index().write(summary, new BytesBuilder(body));
        return index().file(summary.segment(), IndexKind.NAMES);
    }

    private IndexFile open()
    {
        return index().open(7, IndexKind.NAMES);
    }

    /** Writes bytes as they are, in pieces of different lengths. */
    private record BytesBuilder(byte[] body) implements SegmentIndexBuilder
    {
        @Override
        public IndexKind kind()
        {
            return IndexKind.NAMES;
        }

        @Override
        public void begin(final long segment)
        {
        }

        @Override
        public void apply(final GenerationDecoder generation, final int offset)
        {
        }

        @Override
        public void write(final SegmentSummary summary, final IndexOutput out) throws IOException
        {
            final UnsafeBuffer bytes = new UnsafeBuffer(body);
            int at = 0;
            int piece = 1;
            while (at < body.length)
            {
                final int left = body.length - at;
                if (piece % 3 == 0 && left >= Integer.BYTES)
                {
                    out.putInt(bytes.getInt(at, ByteOrder.LITTLE_ENDIAN));
                    at += Integer.BYTES;
                }
                else if (piece % 3 == 1 && left >= Long.BYTES)
                {
                    out.putLong(bytes.getLong(at, ByteOrder.LITTLE_ENDIAN));
                    at += Long.BYTES;
                }
                else
                {
                    final int length = Math.min(piece * 7 % 5_000, left);
                    out.putBytes(bytes, at, length);
                    at += length;
                }
                assertEquals(at, out.position());
                piece++;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 4_095, 4_096, 4_097, 65_535, 65_536, 65_537, 300_000})
    void shouldGiveBackWhatWasWritten(final int length) throws IOException
    {
        final byte[] body = body(length);
        final Path file = write(SUMMARY, body);
        final IndexFile found = open();

        assertNull(found.unusable());
        assertEquals(SUMMARY, found.summary());
        assertEquals(length, found.bodyLength());
        assertTrue(found.checkAll());
        for (int i = 0; i < length; i++)
        {
            assertEquals(body[i], found.body().getByte(i));
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(1, index().names().size());
    }

    @Test
    void shouldSayThatItIsMissing()
    {
        assertEquals("missing", open().unusable());
        assertFalse(open().checkAll());
        assertEquals(0, open().body().capacity());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 20_000})
    void shouldNoticeEveryFlippedByte(final int length) throws IOException
    {
        final Path file = write(SUMMARY, body(length));
        final byte[] whole = Files.readAllBytes(file);
        final Random random = new Random(length);
        for (int i = 0; i < whole.length; i += i < 300 || i > whole.length - 30 ? 1 : 97)
        {
            final byte[] damaged = whole.clone();
            damaged[i] ^= (byte)(1 << random.nextInt(8));
            Files.write(file, damaged);
            final IndexFile found = open();

            assertFalse(found.checkAll(), "offset=" + i);
            assertNotNull(found.unusable());
        }
    }

    @Test
    void shouldNoticeEveryOtherLength() throws IOException
    {
        final Path file = write(SUMMARY, body(9_000));
        final byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += length < 300 || length > whole.length - 30 ? 1 : 97)
        {
            Files.write(file, Arrays.copyOf(whole, length));
            assertFalse(open().isUsable(), "length=" + length);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertFalse(open().isUsable());
        Files.write(file, whole);
        assertTrue(open().checkAll());
    }

    @Test
    void shouldOnlyCheckWhatIsAskedFor() throws IOException
    {
        final Path file = write(SUMMARY, body(20_000));
        final byte[] damaged = Files.readAllBytes(file);
        damaged[IndexHeader.LENGTH + 2 * 4_096] ^= 1;
        Files.write(file, damaged);
        final IndexFile found = open();

        assertTrue(found.check(0, 2 * 4_096));
        assertTrue(found.check(3 * 4_096, 20_000 - 3 * 4_096));
        assertTrue(found.isUsable());
        assertFalse(found.check(2 * 4_096 - 1, 2));
        assertFalse(found.isUsable());
    }

    @Test
    void shouldRefuseBytesBeyondTheEnd() throws IOException
    {
        write(SUMMARY, body(100));

        assertTrue(open().check(100, 0));
        assertFalse(open().check(100, 1));
        assertFalse(open().check(-1, 1));
        assertFalse(open().check(Long.MAX_VALUE, 1));
        assertFalse(open().check(0, Long.MAX_VALUE));
    }

    @Test
    void shouldRefuseAnotherSegmentsKindsAndJournalsFile() throws IOException
    {
        final Path file = write(SUMMARY, body(100));
        Files.copy(file, index().file(8, IndexKind.NAMES));
        Files.copy(file, index().file(7, IndexKind.LINKS));

        assertFalse(index().open(8, IndexKind.NAMES).isUsable());
        assertFalse(index().open(7, IndexKind.LINKS).isUsable());
        assertEquals("of another journal", new IndexFolder(folder.resolve("index"), 1, 3).open(7, IndexKind.NAMES).unusable());
    }

    @Test
    void shouldDropTheFilesOfASegmentAndThoseAboveIt() throws IOException
    {
        for (long segment = 0; segment < 5; segment++)
        {
            index().write(new SegmentSummary(segment, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 9, 1, 0), new BytesBuilder(body(9)));
        }
        index().dropFrom(3);

        for (long segment = 0; segment < 5; segment++)
        {
            assertEquals(segment < 3, index().open(segment, IndexKind.NAMES).isUsable());
        }
    }
}
