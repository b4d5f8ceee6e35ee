package io.varve.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The bytes of one Chronicle file, taken apart by what Chronicle writes, with none of the code under test. */
final class SegmentImage
{
    /** Chronicle's fields of a file header: place of the last document, and the same with its sequence. */
    static final int WRITE_POSITION = 0x40;
    static final int SEQUENCE_WORD = 0x48;

    private static final int LAST_INDEX = 0xB0;
    private static final int FIRST_METADATA = 0xC8;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int METADATA = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;

    /** One document: where its header word stands, and the bytes of its body. */
    record Document(int wordOffset, int length)
    {
        int bodyOffset()
        {
            return wordOffset + 4;
        }

        int endOffset()
        {
            return wordOffset + 4 + length + 3 & -4;
        }
    }

    final Path file;
    final byte[] bytes;
    final List<Document> documents = new ArrayList<>();
    final int firstDataOffset;
    final int endOffset;

    private SegmentImage(final Path file, final byte[] bytes)
    {
        this.file = file;
        this.bytes = bytes;
        int first = 0;
        int at = 0;
        for (int word = word(at); word != 0 && (word & NOT_COMPLETE) == 0; word = word(at))
        {
            final Document document = new Document(at, word & LENGTH_MASK);
            if ((word & METADATA) == 0)
            {
                documents.add(document);
            }
            else if (documents.isEmpty())
            {
                first = document.endOffset();
            }
            at = document.endOffset();
        }
        firstDataOffset = first;
        endOffset = at;
    }

    static SegmentImage read(final Path file) throws IOException
    {
        return new SegmentImage(file, Files.readAllBytes(file));
    }

    /** Images of all segments of a data directory, in order. */
    static List<SegmentImage> readAll(final Path directory) throws IOException
    {
        final List<SegmentImage> images = new ArrayList<>();
        for (final Path file : files(directory))
        {
            images.add(read(file));
        }
        return images;
    }

    /** The one that holds the last document. */
    static SegmentImage last(final Path directory) throws IOException
    {
        SegmentImage last = null;
        for (final SegmentImage image : readAll(directory))
        {
            last = last == null || !image.documents.isEmpty() ? image : last;
        }
        return last;
    }

    static List<Path> files(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory.resolve("journal")))
        {
            return files.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
        }
    }

    int word(final int offset)
    {
        return buffer().getInt(offset);
    }

    private ByteBuffer buffer()
    {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    Document document(final int indexFromEnd)
    {
        return documents.get(documents.size() - 1 - indexFromEnd);
    }

    byte[] body(final Document document)
    {
        return java.util.Arrays.copyOfRange(bytes, document.bodyOffset(), document.bodyOffset() + document.length());
    }

    /** Sets a long of this image to that of an older one, or to 0 without one. */
    void loseLong(final int offset, final SegmentImage older)
    {
        buffer().putLong(offset, older == null ? 0 : older.buffer().getLong(offset));
    }

    /** Takes Chronicle's index from an older image, or zeros its entries without one. */
    void loseIndex(final SegmentImage older)
    {
        if (older != null)
        {
            System.arraycopy(older.bytes, FIRST_METADATA, bytes, FIRST_METADATA, firstDataOffset - FIRST_METADATA);
            loseLong(LAST_INDEX, older);
        }
        else
        {
            final Document indexToIndex = new Document(FIRST_METADATA, word(FIRST_METADATA) & LENGTH_MASK);
            final int page = indexToIndex.endOffset();
            final int entries = 256 * Long.BYTES;
            java.util.Arrays.fill(bytes, firstDataOffset - entries, firstDataOffset, (byte)0);
            assert page < firstDataOffset - entries;
        }
    }

    void zero(final int from, final int to)
    {
        java.util.Arrays.fill(bytes, from, to, (byte)0);
    }

    void write() throws IOException
    {
        Files.write(file, bytes);
    }
}
