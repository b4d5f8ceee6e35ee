package io.varve.journal.stream;

import io.varve.journal.directory.BootId;
import io.varve.journal.stream.StreamModel.Stream;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Random;

/**
 * A process that writes a table of streams until it is killed: what it writes follows from its seed, and a file says how many
 * generations were "appended", some behind those that are admitted.
 */
final class TableWriter
{
    static final BootId BOOT = new BootId(7, 8);
    static final long EPOCH = 3;

    private TableWriter()
    {
    }

    /** Arguments: folder of the table, file of the count, seed. */
    public static void main(final String[] args) throws IOException
    {
        final StreamTable table = StreamTables.create(new StreamFolder(Path.of(args[0])), 1, 2, 3);
        table.control().open(BOOT, EPOCH);
        try (RandomAccessFile file = new RandomAccessFile(args[1], "rw"))
        {
            file.setLength(Long.BYTES);
            final MappedByteBuffer appended = file.getChannel().map(MapMode.READ_WRITE, 0, Long.BYTES);
            final StreamModel model = new StreamModel();
            final Random random = new Random(Long.parseLong(args[2]));
            for (long generation = 0; generation < 30_000; generation++)
            {
                if (!table.begin(generation))
                {
                    throw new IOException("no room");
                }
                write(generation, random, model, table);
                table.flush();
                appended.putLong(0, Math.max(0, generation + 1 - generation % 3));
            }
        }
    }

    /** One generation; without a table, only the model learns of it. */
    static void write(final long generation, final Random random, final StreamModel model, final StreamTable table)
    {
        Stream stream = StreamModel.stream(random, 1 + (int)generation * 10);
        for (int batch = random.nextInt(60); batch >= 0; batch--)
        {
            stream = random.nextInt(4) == 0 ? stream : StreamModel.stream(random, 1 + (int)generation * 10);
            final long version = model.nextVersion(stream) + 1 + random.nextInt(9);
            model.advance(stream, generation, version);
            if (table != null)
            {
                table.nextVersion(stream.kind(), stream.id());
                table.advance(version);
            }
        }
    }
}
