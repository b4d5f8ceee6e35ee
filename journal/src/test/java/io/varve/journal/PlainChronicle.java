package io.varve.journal;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a journal as any user of Chronicle Queue would, with none of our code. */
final class PlainChronicle
{
    private PlainChronicle()
    {
    }

    /** The bytes of all documents that a tailer sees. */
    static List<byte[]> readAll(final Path directory)
    {
        final List<byte[]> documents = new ArrayList<>();
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(directory.resolve("journal").toFile())
            .rollCycle(RollCycles.FAST_HOURLY).readOnly(true).build();
            ExcerptTailer tailer = queue.createTailer())
        {
            while (true)
            {
                try (DocumentContext document = tailer.readingDocument())
                {
                    if (!document.isPresent())
                    {
                        return documents;
                    }
                    final Bytes<?> bytes = document.wire().bytes();
                    final byte[] body = new byte[(int)bytes.readRemaining()];
                    bytes.read(body);
                    documents.add(body);
                }
            }
        }
    }
}
