package io.varve.tools.torture.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A channel of the machine's own file system, with the disk's faults ahead of it. */
final class DiskChannel extends FileChannel
{
    /** Does one operation on a part of a buffer. */
    @FunctionalInterface
    private interface Transfer
    {
        int run(ByteBuffer part) throws IOException;
    }

    private final Path file;
    private final Object key;
    private final FileChannel own;
    private final DiskFaults faults;
    private final StableStorage storage;

    DiskChannel(
        final Path file, final Object key, final FileChannel own, final DiskFaults faults, final StableStorage storage)
    {
        this.file = file;
        this.key = key;
        this.own = own;
        this.faults = faults;
        this.storage = storage;
    }

    private int transfer(final DiskOperation operation, final ByteBuffer bytes, final Transfer transfer) throws IOException
    {
        final int length = bytes.remaining();
        final int allowed = faults.before(operation, file, length);
        if (allowed == DiskFaults.SWALLOWED)
        {
            bytes.position(bytes.limit());
            return length;
        }
        final int limit = bytes.limit();
        bytes.limit(bytes.position() + Math.min(length, allowed));
        try
        {
            return transfer.run(bytes);
        }
        finally
        {
            bytes.limit(limit);
        }
    }

    @Override
    public int read(final ByteBuffer bytes) throws IOException
    {
        return transfer(DiskOperation.READ, bytes, own::read);
    }

    @Override
    public int read(final ByteBuffer bytes, final long position) throws IOException
    {
        return transfer(DiskOperation.READ, bytes, part -> own.read(part, position));
    }

    @Override
    public long read(final ByteBuffer[] buffers, final int offset, final int length) throws IOException
    {
        return read(buffers[offset]);
    }

    @Override
    public int write(final ByteBuffer bytes) throws IOException
    {
        return write(bytes, own.position(), own::write);
    }

    @Override
    public int write(final ByteBuffer bytes, final long position) throws IOException
    {
        return write(bytes, position, part -> own.write(part, position));
    }

    private int write(final ByteBuffer bytes, final long position, final Transfer transfer) throws IOException
    {
        final int length = transfer(DiskOperation.WRITE, bytes, transfer);
        storage.written(key, position, length);
        return length;
    }

    @Override
    public long write(final ByteBuffer[] buffers, final int offset, final int length) throws IOException
    {
        return write(buffers[offset]);
    }

    @Override
    public void force(final boolean withMetadata) throws IOException
    {
        final boolean isFolder = storage.isFolder(file);
        final DiskOperation operation = isFolder ? DiskOperation.SYNC_FOLDER : DiskOperation.SYNC;
        if (isSyncing(operation))
        {
            if (isFolder)
            {
                storage.syncFolder(file);
            }
            else
            {
                storage.sync(key);
            }
        }
    }

    private boolean isSyncing(final DiskOperation operation) throws IOException
    {
        try
        {
            return faults.before(operation, file, 1) != DiskFaults.SWALLOWED;
        }
        catch (final IOException e)
        {
            storage.syncFailed(key);
            throw e;
        }
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long position, final long size) throws IOException
    {
        faults.before(DiskOperation.MAP, file, 1);
        return own.map(mode, position, size);
    }

    @Override
    public long position() throws IOException
    {
        return own.position();
    }

    @Override
    public FileChannel position(final long newPosition) throws IOException
    {
        own.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException
    {
        return own.size();
    }

    @Override
    public FileChannel truncate(final long size) throws IOException
    {
        if (faults.before(DiskOperation.WRITE, file, 1) != DiskFaults.SWALLOWED)
        {
            own.truncate(size);
        }
        return this;
    }

    @Override
    public long transferTo(final long position, final long count, final WritableByteChannel target) throws IOException
    {
        faults.before(DiskOperation.READ, file, 1);
        return own.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(final ReadableByteChannel source, final long position, final long count) throws IOException
    {
        return faults.before(DiskOperation.WRITE, file, 1) == DiskFaults.SWALLOWED ?
            count : own.transferFrom(source, position, count);
    }

    @Override
    public FileLock lock(final long position, final long size, final boolean shared) throws IOException
    {
        return own.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(final long position, final long size, final boolean shared) throws IOException
    {
        return own.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException
    {
        own.close();
    }
}
