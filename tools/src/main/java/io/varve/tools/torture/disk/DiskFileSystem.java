package io.varve.tools.torture.disk;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

/** The machine's file system, with a disk's memory of what was synced and its faults between it and whoever uses it. */
final class DiskFileSystem extends FileSystem
{
    private static final FileSystem OWN = FileSystems.getDefault();

    private final DiskProvider provider;

    DiskFileSystem(final DiskFaults faults, final StableStorage storage)
    {
        provider = new DiskProvider(this, faults, storage);
    }

    /** A path of the machine's own file system as one of this. */
    Path path(final Path own)
    {
        return new DiskPath(this, own);
    }

    @Override
    public FileSystemProvider provider()
    {
        return provider;
    }

    @Override
    public void close()
    {
        throw new UnsupportedOperationException("it ends with the machine's own");
    }

    @Override
    public boolean isOpen()
    {
        return true;
    }

    @Override
    public boolean isReadOnly()
    {
        return false;
    }

    @Override
    public String getSeparator()
    {
        return OWN.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories()
    {
        return Set.of(path(Path.of(OWN.getSeparator())));
    }

    @Override
    public Iterable<FileStore> getFileStores()
    {
        return Set.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews()
    {
        return OWN.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(final String first, final String... more)
    {
        return path(OWN.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(final String syntaxAndPattern)
    {
        final PathMatcher own = OWN.getPathMatcher(syntaxAndPattern);
        return path -> own.matches(DiskPath.own(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService()
    {
        return OWN.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService()
    {
        throw new UnsupportedOperationException("nothing is watched here");
    }
}
