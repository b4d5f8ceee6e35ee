package io.varve.perf.streamlog;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionPriority;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Key = stream and version, big-endian, so that a stream is one run of keys with one prefix; set as RocksDB's "Setup options
 * and basic tuning" says, with a prefix for the stream.
 */
final class RocksStreamLog implements StreamLog
{
    private static final long CACHE_BYTES = 2L << 30;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final int BLOOM_BITS = 10;
    private static final long BYTES_PER_SYNC = 1 << 20;
    private static final int JOBS = 2;
    private static final int PREFIX_LENGTH = Long.BYTES;
    private static final int KEY_LENGTH = 2 * Long.BYTES;
    private static final long SETTLE_POLL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final ByteBuffer key = ByteBuffer.allocateDirect(KEY_LENGTH).order(ByteOrder.BIG_ENDIAN);
    private final ByteBuffer prefix = ByteBuffer.allocateDirect(PREFIX_LENGTH).order(ByteOrder.BIG_ENDIAN);
    private final ByteBuffer value = ByteBuffer.allocateDirect(StreamPattern.LENGTH);
    private final UnsafeBuffer valueView = new UnsafeBuffer(value);
    private final WriteOptions writeOptions;
    private final RocksDB db;
    private final RocksIterator iterator;

    RocksStreamLog(final Path directory)
    {
        RocksDB.loadLibrary();
        final Cache cache = opened(new LRUCache(CACHE_BYTES));
        final Options options = opened(new Options());
        options.setCreateIfMissing(true)
            .setIncreaseParallelism(JOBS)
            .setBytesPerSync(BYTES_PER_SYNC)
            .setLevelCompactionDynamicLevelBytes(true)
            .setCompactionPriority(CompactionPriority.MinOverlappingRatio)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .useFixedLengthPrefixExtractor(PREFIX_LENGTH)
            .setTableFormatConfig(new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(opened(new BloomFilter(BLOOM_BITS))));
        writeOptions = opened(new WriteOptions().setSync(false).setDisableWAL(false));
        try
        {
            db = opened(RocksDB.open(options, directory.toString()));
        }
        catch (final RocksDBException e)
        {
            throw failed("open", e);
        }
        iterator = opened(db.newIterator(opened(new ReadOptions().setPrefixSameAsStart(true))));
    }

    static String settings()
    {
        RocksDB.loadLibrary();
        return RocksDB.rocksdbVersion() + ": key stream|version big-endian, prefix of 8 bytes, bloom filter of " + BLOOM_BITS +
            " bits, blocks of " + (BLOCK_BYTES >> 10) + " KiB, block cache " + (CACHE_BYTES >> 20) + " MiB, LZ4, dynamic level " +
            "bytes, bytes_per_sync " + (BYTES_PER_SYNC >> 20) + " MiB, WAL without sync, " + JOBS + " background jobs; one put " +
            "an event; compaction awaited before the reads; read by one iterator, refreshed for each get, direct buffers";
    }

    private <T extends AutoCloseable> T opened(final T resource)
    {
        resources.push(resource);
        return resource;
    }

    private static IllegalStateException failed(final String what, final RocksDBException e)
    {
        return new IllegalStateException("RocksDB could not " + what + ": reason=" + e.getMessage(), e);
    }

    @Override
    public void append(final long stream, final long firstVersion, final DirectBuffer events, final int count)
    {
        try
        {
            if (count == 1)
            {
                fill(stream, firstVersion, events, 0);
                db.put(writeOptions, key, value);
                return;
            }
            try (WriteBatch batch = new WriteBatch())
            {
                for (int i = 0; i < count; i++)
                {
                    fill(stream, firstVersion + i, events, i * StreamPattern.LENGTH);
                    batch.put(key, value);
                }
                db.write(writeOptions, batch);
            }
        }
        catch (final RocksDBException e)
        {
            throw failed("write", e);
        }
    }

    private void fill(final long stream, final long version, final DirectBuffer events, final int offset)
    {
        key.clear();
        key.putLong(stream).putLong(version).flip();
        value.clear();
        events.getBytes(offset, value, 0, StreamPattern.LENGTH);
    }

    @Override
    public void awaitWritten()
    {
        // A put is in the WAL, in the kernel, when it returns.
    }

    @Override
    public int get(final long stream, final EventVisitor visitor)
    {
        try
        {
            iterator.refresh();
        }
        catch (final RocksDBException e)
        {
            throw failed("refresh", e);
        }
        prefix.clear();
        prefix.putLong(stream).flip();
        int count = 0;
        for (iterator.seek(prefix); iterator.isValid(); iterator.next(), count++)
        {
            key.clear();
            iterator.key(key);
            value.clear();
            if (iterator.value(value) != StreamPattern.LENGTH || key.getLong(0) != stream)
            {
                throw new IllegalStateException("RocksDB gave another event: stream=" + stream + ", key=" + key.getLong(0));
            }
            visitor.onEvent(key.getLong(Long.BYTES), valueView);
        }
        return count;
    }

    @Override
    public void settle()
    {
        try
        {
            while (db.getLongProperty("rocksdb.mem-table-flush-pending") + db.getLongProperty("rocksdb.compaction-pending") +
                db.getLongProperty("rocksdb.num-running-flushes") + db.getLongProperty("rocksdb.num-running-compactions") > 0)
            {
                LockSupport.parkNanos(SETTLE_POLL_NS);
            }
        }
        catch (final RocksDBException e)
        {
            throw failed("settle", e);
        }
    }

    @Override
    public void close()
    {
        for (final AutoCloseable resource : resources)
        {
            try
            {
                resource.close();
            }
            catch (final Exception e)
            {
                throw new IllegalStateException(e);
            }
        }
    }
}
