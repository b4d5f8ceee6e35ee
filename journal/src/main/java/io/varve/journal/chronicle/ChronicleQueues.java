package io.varve.journal.chronicle;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.directory.DurableFiles;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.queue.impl.table.SingleTableStore;
import net.openhft.chronicle.wire.WireType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Opens Chronicle queues the one way that all files of a journal are written. */
final class ChronicleQueues
{
    /** Least bytes that Chronicle maps at once: its safety overlap of a quarter must hold the longest document. */
    static final int MIN_BLOCK_LENGTH = 512 * 1024;

    /** Entries of an index page, and documents an entry: small, so that a file's own overhead is about 4 KB. */
    static final int INDEX_COUNT = 256;

    /** Name of the file in which Chronicle keeps what belongs to no segment. */
    static final String METADATA = "metadata.cq4t";

    /** What Chronicle calls the segment below which it has looked for end marks. */
    private static final String ENDED_BELOW = "normalisedEOFsTo";

    /** Classes of which the first queue initialises the most others. */
    private static final Class<?>[] NEEDED_FIRST = {SingleTableStore.class, SingleTableBuilder.class, MappedFile.class,
        MappedBytes.class, SingleChronicleQueue.class, SingleChronicleQueueStore.class};

    private static final int METADATA_LENGTH = 128 * 1024;
    private static final int INDEX_SPACING = 256;
    private static final long MS_A_SEGMENT = 3_600_000L;

    static
    {
        setUnlessSet("chronicle.analytics.disable", "true");
        setUnlessSet("chronicle.disk.monitor.disable", "true");
        setUnlessSet("chronicle.announcer.disable", "true");
        setUnlessSet("disable.perf.info", "true");
        setUnlessSet("disable.debug.info", "true");
        setUnlessSet("mappedFile.defaultSyncMode", "NONE");
    }

    private ChronicleQueues()
    {
    }

    private static void setUnlessSet(final String property, final String value)
    {
        if (System.getProperty(property) == null)
        {
            System.setProperty(property, value);
        }
    }

    /** Does what the first queue of a process would do otherwise; opens and writes nothing. */
    static void load() throws ClassNotFoundException
    {
        SingleChronicleQueueBuilder.addAliases();
        final Bytes<?> bytes = Bytes.allocateElasticDirect(Long.BYTES);
        WireType.BINARY_LIGHT.apply(bytes).write("key").int64(0);
        bytes.releaseLast();
        for (final Class<?> type : NEEDED_FIRST)
        {
            Class.forName(type.getName());
        }
    }

    static int blockLength(final int segmentLength)
    {
        return Math.max(segmentLength, MIN_BLOCK_LENGTH);
    }

    /** Opens a queue whose current segment is what the supplier says. */
    static SingleChronicleQueue open(final Path folder, final int segmentLength, final LongSupplier segment)
    {
        ChronicleLoading.await();
        return SingleChronicleQueueBuilder.binary(folder.toFile())
            .rollCycle(RollCycles.FAST_HOURLY)
            .timeProvider(() -> segment.getAsLong() * MS_A_SEGMENT)
            .blockSize(blockLength(segmentLength))
            .indexCount(INDEX_COUNT)
            .indexSpacing(INDEX_SPACING)
            .syncMode(SyncMode.NONE)
            .forceDirectoryListingRefreshIntervalMs(Long.MAX_VALUE)
            .build();
    }

    /**
     * Spares a queue the search for end marks: it looks into each segment from one that its metadata file names, into all of
     * them when that was made anew.
     */
    static void noteEndedBelow(final SingleChronicleQueue queue, final long segment)
    {
        if (queue.tableStoreGet(ENDED_BELOW) < segment)
        {
            queue.tableStorePut(ENDED_BELOW, segment);
        }
    }

    /**
     * Makes Chronicle's metadata file, when it is missing, with blocks of its own: Chronicle itself would map a hole.
     */
    static void allocateMetadata(final Path folder) throws IOException
    {
        final Path metadata = folder.resolve(METADATA);
        if (!Files.exists(metadata))
        {
            try (FileChannel channel = DurableFiles.open(metadata))
            {
                DurableFiles.writeFully(channel, ByteBuffer.allocate(METADATA_LENGTH), 0);
            }
        }
    }

    /** Wraps what Chronicle throws. */
    static EventLogException failure(final String what, final Path folder, final Throwable cause)
    {
        return new EventLogException(ErrorCode.IO_ERROR, "cannot " + what + ": folder=" + folder + ", reason=" + cause, cause);
    }
}
