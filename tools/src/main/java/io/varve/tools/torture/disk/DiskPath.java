package io.varve.tools.torture.disk;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A path of the machine's own file system, as a path of this one. */
final class DiskPath implements Path
{
    private final DiskFileSystem fileSystem;
    private final Path own;

    DiskPath(final DiskFileSystem fileSystem, final Path own)
    {
        this.fileSystem = fileSystem;
        this.own = own;
    }

    /** The path of the machine's own file system. */
    static Path own(final Path path)
    {
        if (path instanceof DiskPath ours)
        {
            return ours.own;
        }
        throw new ProviderMismatchException(path + " is of another file system");
    }

    /** The same path there when it is of another file system: arguments that are only names may be. */
    private static Path any(final Path path)
    {
        return path instanceof DiskPath ours ? ours.own : path;
    }

    private Path wrap(final Path path)
    {
        return path == null ? null : new DiskPath(fileSystem, path);
    }

    @Override
    public FileSystem getFileSystem()
    {
        return fileSystem;
    }

    DiskFileSystem disk()
    {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute()
    {
        return own.isAbsolute();
    }

    @Override
    public Path getRoot()
    {
        return wrap(own.getRoot());
    }

    @Override
    public Path getFileName()
    {
        return wrap(own.getFileName());
    }

    @Override
    public Path getParent()
    {
        return wrap(own.getParent());
    }

    @Override
    public int getNameCount()
    {
        return own.getNameCount();
    }

    @Override
    public Path getName(final int index)
    {
        return wrap(own.getName(index));
    }

    @Override
    public Path subpath(final int beginIndex, final int endIndex)
    {
        return wrap(own.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(final Path other)
    {
        return own.startsWith(any(other));
    }

    @Override
    public boolean endsWith(final Path other)
    {
        return own.endsWith(any(other));
    }

    @Override
    public Path normalize()
    {
        return wrap(own.normalize());
    }

    @Override
    public Path resolve(final Path other)
    {
        return wrap(own.resolve(any(other)));
    }

    @Override
    public Path relativize(final Path other)
    {
        return wrap(own.relativize(any(other)));
    }

    @Override
    public URI toUri()
    {
        return own.toUri();
    }

    @Override
    public Path toAbsolutePath()
    {
        return wrap(own.toAbsolutePath());
    }

    @Override
    public Path toRealPath(final LinkOption... options) throws IOException
    {
        return wrap(own.toRealPath(options));
    }

    @Override
    public File toFile()
    {
        return own.toFile();
    }

    @Override
    public WatchKey register(
        final WatchService watcher, final WatchEvent.Kind<?>[] events, final WatchEvent.Modifier... modifiers)
    {
        throw new UnsupportedOperationException("nothing is watched here");
    }

    @Override
    public int compareTo(final Path other)
    {
        return own.compareTo(own(other));
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof DiskPath path && path.fileSystem == fileSystem && path.own.equals(own);
    }

    @Override
    public int hashCode()
    {
        return own.hashCode();
    }

    @Override
    public String toString()
    {
        return own.toString();
    }
}
