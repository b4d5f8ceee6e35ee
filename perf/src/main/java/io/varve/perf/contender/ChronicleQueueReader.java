package io.varve.perf.contender;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;

/** Steps from document to document and reads them where they lie. */
final class ChronicleQueueReader implements EventReader
{
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private DocumentContext document;

    ChronicleQueueReader(final Path directory)
    {
        queue = SingleChronicleQueueBuilder.binary(directory.toFile()).build();
        tailer = queue.createTailer();
    }

    @Override
    public boolean next()
    {
        leave();
        final DocumentContext found = tailer.readingDocument();
        if (!found.isPresent())
        {
            found.close();
            return false;
        }
        final Bytes<?> bytes = found.wire().bytes();
        view.wrap(bytes.addressForRead(bytes.readPosition()), (int)bytes.readRemaining());
        document = found;
        return true;
    }

    private void leave()
    {
        if (document != null)
        {
            document.close();
            document = null;
        }
    }

    @Override
    public DirectBuffer event()
    {
        return view;
    }

    @Override
    public void close()
    {
        leave();
        tailer.close();
        queue.close();
    }
}
