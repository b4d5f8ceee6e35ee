package io.varve.journal;

import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.codec.dictionary.AggregateNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** A writer of ever new keys that is killed: the table that it leaves says what the log says. */
@Timeout(240)
class KilledKeysTest
{
    private static final int ROUNDS = Integer.getInteger("varve.test.kills", 3);
    private static final long TABLE_ID_OFFSET = 40;

    @TempDir
    private Path folder;

    @Test
    void shouldHoldTheKeysOfTheLogWheneverItsWriterDied()
    {
        Seeds.run(random ->
        {
            for (int round = 0; round < ROUNDS; round++)
            {
                final Path directory = folder.resolve("data" + round);
                try (ChildJvm writer = ChildJvm.start(KeyScaleWriter.class, directory, 5_000_000))
                {
                    writer.awaitReady();
                    final Path table = directory.resolve("index/keys");
                    while (!Files.exists(table))
                    {
                        Thread.onSpinWait();
                    }
                    writer.endsWithin(random.nextInt(2_000)); // the moment is what is random here
                    writer.kill();
                }
                check(directory, random, "round=" + round);
                TestDirectories.delete(directory);
            }
        });
    }

    private static void check(final Path directory, final Random random, final String context) throws Exception
    {
        final long tableId = tableId(directory);
        final Map<String, Long> numbers = new HashMap<>();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory)))
        {
            try (EventCursor events = store.query(Query.all()))
            {
                while (events.next())
                {
                    assertNull(numbers.put(events.key(), events.id()), context);
                }
            }
            assertEquals(numbers.size(), store.dictionary().keyTable().count(), context);
            assertNull(store.dictionary().keyTable().fault(), context);
            assertEquals(tableId, tableId(directory), "the table was made anew: " + context);
            final AggregateNames customer =
                store.dictionary().findAggregate(store.dictionary().findDomain("scale"), "customer");
            numbers.forEach((key, number) -> assertEquals(number.longValue(), customer.findKey(key).number(), context));
            assertNull(customer.findKey(KeyScaleWriter.key(numbers.size())), context);
        }
    }

    private static long tableId(final Path directory) throws Exception
    {
        try (RandomAccessFile table = new RandomAccessFile(directory.resolve("index/keys").toFile(), "r"))
        {
            table.seek(TABLE_ID_OFFSET);
            return table.readLong();
        }
    }
}
