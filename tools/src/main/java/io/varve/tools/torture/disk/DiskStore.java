package io.varve.tools.torture.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;

/** Says that it is a disk, whatever keeps its files: what was synced is kept when the power goes. */
final class DiskStore extends FileStore
{
    private final FileStore own;

    DiskStore(final FileStore own)
    {
        this.own = own;
    }

    @Override
    public String name()
    {
        return own.name();
    }

    @Override
    public String type()
    {
        return "simulated";
    }

    @Override
    public boolean isReadOnly()
    {
        return own.isReadOnly();
    }

    @Override
    public long getTotalSpace() throws IOException
    {
        return own.getTotalSpace();
    }

    @Override
    public long getUsableSpace() throws IOException
    {
        return own.getUsableSpace();
    }

    @Override
    public long getUnallocatedSpace() throws IOException
    {
        return own.getUnallocatedSpace();
    }

    @Override
    public boolean supportsFileAttributeView(final Class<? extends FileAttributeView> type)
    {
        return own.supportsFileAttributeView(type);
    }

    @Override
    public boolean supportsFileAttributeView(final String name)
    {
        return own.supportsFileAttributeView(name);
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(final Class<V> type)
    {
        return own.getFileStoreAttributeView(type);
    }

    @Override
    public Object getAttribute(final String attribute) throws IOException
    {
        return own.getAttribute(attribute);
    }
}
