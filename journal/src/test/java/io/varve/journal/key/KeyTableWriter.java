package io.varve.journal.key;

import io.varve.codec.key.KeyTable;
import io.varve.journal.directory.BootId;

import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that adds keys to a table until it is ended, and says in a mapped file how many it has added. */
final class KeyTableWriter
{
    static final BootId BOOT = new BootId(7, 8);
    static final long JOURNAL_HIGH = 3;
    static final long JOURNAL_LOW = 4;
    static final int MOST = 400_000;

    private KeyTableWriter()
    {
    }

    public static void main(final String[] args) throws Exception
    {
        final KeyTableFile file = new KeyTableFile(Path.of(args[0]), JOURNAL_HIGH, JOURNAL_LOW, BOOT);
        final KeyTable table = file.create();
        file.opened(1);
        try (FileChannel channel = FileChannel.open(
            Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final MappedByteBuffer added = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
            for (int i = 0; i < MOST; i++)
            {
                if (table.put(i % 3, number(i), key(i)) != KeyTable.Put.ADDED)
                {
                    System.exit(1);
                }
                added.putLong(0, i + 1);
            }
        }
        Thread.sleep(60_000); // until it is ended
    }

    static long number(final int index)
    {
        return index + 1 + index / 1_000;
    }

    static byte[] key(final int index)
    {
        return ("k\u00e9y-" + Long.toString(index * 0x9E37_79B9L, 36) + "x".repeat(index % 1_000 == 0 ? 1_000 : 0))
            .getBytes(StandardCharsets.UTF_8);
    }
}
