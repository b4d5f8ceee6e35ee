package io.varve.perf.latency;

import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mapped file of slots, one event each, used round and round: the word ahead of an event says which one it is. */
final class MappedSlots implements AutoCloseable
{
    private static final int SLOTS = 1 << 16;
    private static final int WORD_LENGTH = Long.BYTES;
    private static final int LINES_LENGTH = 128;

    private final MappedByteBuffer map;
    private final UnsafeBuffer slots;
    private final int slotLength;
    private final int length;
    private long next;

    private MappedSlots(final Path file, final Shape shape)
    {
        length = shape.length();
        slotLength = BitUtil.align(WORD_LENGTH + length, LINES_LENGTH);
        try
        {
            if (!Files.exists(file))
            {
                Files.write(file, new byte[SLOTS * slotLength]);
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        map = IoUtil.mapExistingFile(file.toFile(), "slots");
        slots = new UnsafeBuffer(map);
    }

    private int offset()
    {
        return (int)(next % SLOTS) * slotLength;
    }

    @Override
    public void close()
    {
        IoUtil.unmap(map);
    }

    /** A reader that is as many events behind as there are slots would miss some, and sees so by the word. */
    static final class Writer implements EventWriter
    {
        private final MappedSlots slots;

        Writer(final Path file, final Shape shape)
        {
            slots = new MappedSlots(file, shape);
        }

        @Override
        public void append(final DirectBuffer event)
        {
            final int offset = slots.offset();
            slots.slots.putBytes(offset + WORD_LENGTH, event, 0, slots.length);
            slots.slots.putLongRelease(offset, ++slots.next);
        }

        @Override
        public void awaitJournaled()
        {
            // It is there when it was stored.
        }

        @Override
        public void close()
        {
            slots.close();
        }
    }

    static final class Reader implements EventReader
    {
        private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
        private final MappedSlots slots;

        Reader(final Path file, final Shape shape)
        {
            slots = new MappedSlots(file, shape);
        }

        @Override
        public boolean next()
        {
            final int offset = slots.offset();
            final long number = slots.slots.getLongAcquire(offset);
            if (number <= slots.next)
            {
                return false;
            }
            if (number != slots.next + 1)
            {
                throw new IllegalStateException("reader is too late: wanted=" + (slots.next + 1) + ", found=" + number);
            }
            view.wrap(slots.slots, offset + WORD_LENGTH, slots.length);
            slots.next++;
            return true;
        }

        @Override
        public DirectBuffer event()
        {
            return view;
        }

        @Override
        public void close()
        {
            slots.close();
        }
    }
}
