package io.varve.tools.torture.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Does what is asked in the machine's own file system, after the faults were asked. */
final class DiskProvider extends FileSystemProvider
{
    private final DiskFileSystem fileSystem;
    private final DiskFaults faults;
    private final StableStorage storage;

    DiskProvider(final DiskFileSystem fileSystem, final DiskFaults faults, final StableStorage storage)
    {
        this.fileSystem = fileSystem;
        this.faults = faults;
        this.storage = storage;
    }

    private static FileSystemProvider provider(final Path own)
    {
        return own.getFileSystem().provider();
    }

    private boolean isSwallowed(final DiskOperation operation, final Path own) throws IOException
    {
        return faults.before(operation, own, 1) == DiskFaults.SWALLOWED;
    }

    @Override
    public FileChannel newFileChannel(
        final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes) throws IOException
    {
        final Path own = DiskPath.own(path);
        final boolean makes =
            options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW);
        if (makes && !Files.exists(own))
        {
            isSwallowed(DiskOperation.CREATE, own);
        }
        final FileChannel channel = FileChannel.open(own, options, attributes);
        final Object key = storage.know(own);
        return new DiskChannel(own, key, channel, faults, storage);
    }

    @Override
    public SeekableByteChannel newByteChannel(
        final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes) throws IOException
    {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(final Path folder, final DirectoryStream.Filter<? super Path> filter)
        throws IOException
    {
        final DirectoryStream<Path> own =
            Files.newDirectoryStream(DiskPath.own(folder), path -> filter.accept(fileSystem.path(path)));
        return new DirectoryStream<>()
        {
            @Override
            public Iterator<Path> iterator()
            {
                final Iterator<Path> paths = own.iterator();
                return new Iterator<>()
                {
                    @Override
                    public boolean hasNext()
                    {
                        return paths.hasNext();
                    }

                    @Override
                    public Path next()
                    {
                        return fileSystem.path(paths.next());
                    }
                };
            }

            @Override
            public void close() throws IOException
            {
                own.close();
            }
        };
    }

    @Override
    public void createDirectory(final Path folder, final FileAttribute<?>... attributes) throws IOException
    {
        final Path own = DiskPath.own(folder);
        if (!isSwallowed(DiskOperation.CREATE, own))
        {
            Files.createDirectory(own, attributes);
        }
    }

    @Override
    public void delete(final Path path) throws IOException
    {
        final Path own = DiskPath.own(path);
        storage.know(own);
        if (!isSwallowed(DiskOperation.DELETE, own))
        {
            Files.delete(own);
        }
    }

    @Override
    public void copy(final Path source, final Path target, final CopyOption... options) throws IOException
    {
        final Path own = DiskPath.own(target);
        if (!isSwallowed(DiskOperation.CREATE, own))
        {
            Files.copy(DiskPath.own(source), own, options);
            storage.know(own);
        }
    }

    @Override
    public void move(final Path source, final Path target, final CopyOption... options) throws IOException
    {
        final Path own = DiskPath.own(source);
        storage.know(own);
        storage.know(DiskPath.own(target));
        if (!isSwallowed(DiskOperation.RENAME, own))
        {
            Files.move(own, DiskPath.own(target), options);
        }
    }

    @Override
    public boolean isSameFile(final Path path, final Path other) throws IOException
    {
        return Files.isSameFile(DiskPath.own(path), DiskPath.own(other));
    }

    @Override
    public boolean isHidden(final Path path) throws IOException
    {
        return Files.isHidden(DiskPath.own(path));
    }

    @Override
    public FileStore getFileStore(final Path path) throws IOException
    {
        return new DiskStore(Files.getFileStore(DiskPath.own(path)));
    }

    @Override
    public void checkAccess(final Path path, final AccessMode... modes) throws IOException
    {
        final Path own = DiskPath.own(path);
        provider(own).checkAccess(own, modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        final Path path, final Class<V> type, final LinkOption... options)
    {
        return Files.getFileAttributeView(DiskPath.own(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        final Path path, final Class<A> type, final LinkOption... options) throws IOException
    {
        return Files.readAttributes(DiskPath.own(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(final Path path, final String attributes, final LinkOption... options)
        throws IOException
    {
        return Files.readAttributes(DiskPath.own(path), attributes, options);
    }

    @Override
    public void setAttribute(final Path path, final String attribute, final Object value, final LinkOption... options)
        throws IOException
    {
        Files.setAttribute(DiskPath.own(path), attribute, value, options);
    }

    @Override
    public String getScheme()
    {
        return "torture";
    }

    @Override
    public FileSystem newFileSystem(final URI uri, final Map<String, ?> environment)
    {
        throw new UnsupportedOperationException("it has no name");
    }

    @Override
    public FileSystem getFileSystem(final URI uri)
    {
        throw new UnsupportedOperationException("it has no name");
    }

    @Override
    public Path getPath(final URI uri)
    {
        throw new UnsupportedOperationException("it has no name");
    }
}
