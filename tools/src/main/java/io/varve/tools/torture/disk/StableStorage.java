package io.varve.tools.torture.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a disk is bound to keep: of each file its bytes when it was last synced, of each folder its names when that was.
 *
 * <p>Files are known by their inode, whatever their name; each is kept open, so that no number is used twice and a deleted file's
 * bytes can still be had. All methods hold one lock, so that nothing is synced while the power is cut.
 */
final class StableStorage implements AutoCloseable
{
    private static final byte[] NOTHING = new byte[0];

    /** A file: its bytes now, and those that are kept. */
    private static final class KnownFile
    {
        private final FileChannel channel;
        private byte[] kept = NOTHING;

        /** Pages of a sync that failed: the kernel takes them for written until they are written again. */
        private final Set<Integer> takenForWritten = new HashSet<>();

        KnownFile(final FileChannel channel)
        {
            this.channel = channel;
        }

        byte[] read() throws IOException
        {
            final ByteBuffer bytes = ByteBuffer.allocate((int)channel.size());
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0)
            {
                // Until the end, or of what there was when it was asked for its size.
            }
            return bytes.array();
        }
    }

    private final Map<Object, KnownFile> files = new HashMap<>();
    private final Map<Object, Map<String, Object>> folders = new HashMap<>();

    /** Takes everything that is in a folder as kept. */
    synchronized void keepAll(final Path folder) throws IOException
    {
        syncFolder(folder);
        try (Stream<Path> entries = Files.list(folder))
        {
            for (final Path entry : entries.toList())
            {
                if (Files.isDirectory(entry))
                {
                    keepAll(entry);
                }
                else
                {
                    sync(know(entry));
                }
            }
        }
    }

    boolean isFolder(final Path path)
    {
        return Files.isDirectory(path);
    }

    private static Object key(final Path path) throws IOException
    {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /**
     * Gets to know a file.
     *
     * @return what tells it from others, or null when there is none.
     */
    synchronized Object know(final Path file) throws IOException
    {
        try
        {
            final Object key = key(file);
            if (!files.containsKey(key) && Files.isRegularFile(file))
            {
                files.put(key, new KnownFile(FileChannel.open(file, StandardOpenOption.READ)));
            }
            return key;
        }
        catch (final NoSuchFileException e)
        {
            return null;
        }
    }

    /** Keeps the bytes that a file has now. */
    synchronized void sync(final Object key) throws IOException
    {
        final KnownFile file = files.get(key);
        if (file != null)
        {
            final byte[] now = file.read();
            for (final int page : file.takenForWritten)
            {
                final int from = page * CutDice.PAGE_LENGTH;
                for (int at = from; at < Math.min(from + CutDice.PAGE_LENGTH, now.length); at++)
                {
                    now[at] = at < file.kept.length ? file.kept[at] : 0;
                }
            }
            file.kept = now;
        }
    }

    /** A sync has failed: what it should have written is lost unless it is written again. */
    synchronized void syncFailed(final Object key) throws IOException
    {
        final KnownFile file = files.get(key);
        if (file == null)
        {
            return;
        }
        final byte[] now = file.read();
        for (int at = 0; at < now.length; at += CutDice.PAGE_LENGTH)
        {
            final int end = Math.min(at + CutDice.PAGE_LENGTH, now.length);
            if (end > file.kept.length || !Arrays.equals(now, at, end, file.kept, at, end))
            {
                file.takenForWritten.add(at / CutDice.PAGE_LENGTH);
            }
        }
    }

    /** Bytes of a file were written, not by a mapping. */
    synchronized void written(final Object key, final long offset, final long length)
    {
        final KnownFile file = files.get(key);
        if (file != null && !file.takenForWritten.isEmpty())
        {
            file.takenForWritten.removeIf(page -> page >= offset / CutDice.PAGE_LENGTH &&
                page <= (offset + length - 1) / CutDice.PAGE_LENGTH);
        }
    }

    /** Keeps the names that a folder has now. */
    synchronized void syncFolder(final Path folder) throws IOException
    {
        folders.put(key(folder), list(folder));
    }

    private Map<String, Object> list(final Path folder) throws IOException
    {
        final Map<String, Object> names = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder))
        {
            for (final Path entry : entries.toList())
            {
                final Object key = know(entry);
                if (key != null)
                {
                    names.put(entry.getFileName().toString(), key);
                }
            }
        }
        return names;
    }

    /** Makes a folder with what a loss of power at this moment might leave of another. */
    synchronized void cut(final Path folder, final CutDice dice, final Path target) throws IOException
    {
        cutFolder(key(folder), folder, dice, target);
    }

    /** @param folder where it is now, null when its name is gone. */
    private void cutFolder(final Object folderKey, final Path folder, final CutDice dice, final Path target) throws IOException
    {
        Files.createDirectories(target);
        final Map<String, Object> kept = folders.getOrDefault(folderKey, Map.of());
        final Map<String, Object> now = folder == null ? kept : list(folder);
        final Map<String, Object> left = dice.names(kept, now);
        for (final Map.Entry<String, Object> entry : left.entrySet())
        {
            final String name = entry.getKey();
            final KnownFile file = files.get(entry.getValue());
            if (file != null)
            {
                Files.write(target.resolve(name), dice.bytes(file.kept, file.read()));
            }
            else
            {
                final boolean isThere = folder != null && entry.getValue().equals(now.get(name));
                cutFolder(entry.getValue(), isThere ? folder.resolve(name) : null, dice, target.resolve(name));
            }
        }
    }

    @Override
    public synchronized void close() throws IOException
    {
        for (final KnownFile file : files.values())
        {
            file.channel.close();
        }
        files.clear();
    }
}
