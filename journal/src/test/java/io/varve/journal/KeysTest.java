package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.directory.BootId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Keys of instances over rolls, restarts, deaths and damage of what is kept beside the log. */
@Timeout(240)
class KeysTest
{
    private static final BootId BOOT = new BootId(1, 2);

    @TempDir
    private Path folder;

    /** By aggregate and key: number and count of events. */
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final List<String> log = new ArrayList<>();

    /** What happens to a file. */
    enum Damage
    {
        MISSING, EMPTY, SHORT, FLIPPED, SWAPPED;

        private void hit(final Path file, final Path other, final Random random) throws IOException
        {
            final long length = Files.size(file);
            switch (this)
            {
                case MISSING -> Files.delete(file);
                case EMPTY -> truncate(file, 0);
                case SHORT -> truncate(file, length - 1 - random.nextInt((int)Math.min(length, 5_000)));
                case SWAPPED -> Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
                case FLIPPED ->
                {
                    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw"))
                    {
                        for (int i = 0; i < 20; i++)
                        {
                            final long at = random.nextInt((int)(i < 10 ? Math.min(length, 600) : length));
                            bytes.seek(at);
                            final int before = bytes.read();
                            bytes.seek(at);
                            bytes.write(before ^ 1 << random.nextInt(8));
                        }
                    }
                }
            }
        }

        private static void truncate(final Path file, final long length) throws IOException
        {
            try (FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE))
            {
                channel.truncate(Math.max(0, length));
            }
        }
    }

    private Path data()
    {
        return folder.resolve("data");
    }

    private static StoreContext context(final Path directory, final BootId bootId)
    {
        return new StoreContext().directory(directory).segmentLength(512 * 1024).bootId(bootId);
    }

    private void write(final EmbeddedEventStore store, final int batches, final Random random)
    {
        for (int i = 0; i < batches; i++)
        {
            final String domain = "d" + random.nextInt(2);
            final String name = "a" + random.nextInt(3);
            final Aggregate aggregate = store.domain(domain).aggregate(name);
            if (random.nextInt(10) == 0)
            {
                final Instance refused = aggregate.instance("refused " + random.nextInt());
                assertEquals(ErrorCode.WRONG_EXPECTED_VERSION, assertThrows(
                    EventLogException.class, () -> refused.put(ExpectedVersion.exists(), Event.of("T", "x"))).code());
            }
            final String key = random.nextInt(50) == 0 ?
                "\u00fc".repeat(1 + random.nextInt(512)) : "key/" + random.nextInt(20 + counts.size() * 2);
            final String address = domain + '/' + name + '/' + key;
            aggregate.instance(key).put(
                Batch.of(Event.of("T" + random.nextInt(3), "x".repeat(random.nextInt(900)))), Durability.JOURNALED);
            counts.merge(address, 1L, Long::sum);
            log.add(address);
        }
        for (final RecordedEvent event : store.collect(Query.all()))
        {
            final String address = event.domain() + '/' + event.aggregate() + '/' + event.key();
            final Long known = numbers.putIfAbsent(address, event.id());
            assertTrue(known == null || known == event.id(), address + " had a number and has another one");
        }
        assertEquals(numbers.size(), numbers.values().stream().distinct().count(), "no two keys have one number");
    }

    private void check(final LogReader reader, final Random random, final String context)
    {
        assertEquals(log, reader.collect(Query.all()).stream()
            .map(event -> event.domain() + '/' + event.aggregate() + '/' + event.key()).toList(), context);
        final List<String> addresses = new ArrayList<>(counts.keySet());
        for (int i = 0; i < 20 && !addresses.isEmpty(); i++)
        {
            final String address = addresses.get(random.nextInt(addresses.size()));
            final String[] parts = address.split("/", 3);
            assertEquals(counts.get(address), (long)reader.get(parts[0], parts[1], parts[2]).count(), context + ' ' + address);
        }
        assertEquals(0, reader.get("d0", "a0", "never written").count(), context);
    }

    private long tableId(final Path directory) throws IOException
    {
        final byte[] bytes = new byte[48];
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve("index/keys").toFile(), "r"))
        {
            file.readFully(bytes);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(40);
    }

    @Test
    void shouldKeepNumbersOverRestartsAndDeaths() throws IOException
    {
        Seeds.run(random ->
        {
            numbers.clear();
            counts.clear();
            log.clear();
            Path directory = data();
            BootId boot = BOOT;
            long tableId = 0;
            boolean isTableKept = false;
            for (int run = 0; run < 8; run++)
            {
                final String context = "run=" + run;
                final Path next = folder.resolve("copy" + run);
                final int end = random.nextInt(4);
                try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory, boot)))
                {
                    check(store, random, context);
                    write(store, 100 + random.nextInt(500), random);
                    assertTrue(!isTableKept || tableId == tableId(directory), "the table was made anew: " + context);
                    tableId = tableId(directory);
                    try (LogReader reader = DataDirectory.openReader(directory))
                    {
                        check(reader, random, "beside the writer, " + context);
                    }
                    if (end != 0)
                    {
                        TestDirectories.copy(directory, next); // as a death would leave it
                    }
                }
                try (LogReader reader = DataDirectory.openReader(end == 0 ? directory : next))
                {
                    check(reader, random, "after the writer, " + context);
                }
                directory = end == 0 ? directory : next;
                boot = end == 1 ? new BootId(random.nextLong(), 1) : boot;
                isTableKept = end != 1;
            }
            TestDirectories.delete(folder);
            Files.createDirectories(folder);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoAroundDamageAndMendIt(final Damage damage) throws IOException
    {
        Seeds.run(random ->
        {
            numbers.clear();
            counts.clear();
            log.clear();
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(data(), BOOT)))
            {
                write(store, 2_500, random);
            }
            assertEquals(0, DataDirectory.verify(data()).indexesToRebuild());
            final List<Path> files = derived(data());
            assertTrue(files.size() >= 4, files.toString());
            for (final Path file : files)
            {
                final Path copy = TestDirectories.copy(data(), folder.resolve("damaged"));
                final Path hit = copy.resolve("index").resolve(file.getFileName());
                damage.hit(hit, files.get(file.equals(files.get(0)) ? 1 : 0), random);
                final String context = damage + " of " + file.getFileName();
                final VerifyReport found = DataDirectory.verify(copy);
                assertEquals(0, found.corrupt() + found.torn(), context);
                final boolean isTable = file.endsWith("keys");
                assertTrue(isTable && (damage == Damage.MISSING || damage == Damage.FLIPPED) || found.indexesToRebuild() > 0, context);
                try (LogReader reader = DataDirectory.openReader(copy))
                {
                    check(reader, random, "read, " + context);
                }
                try (EmbeddedEventStore store = EmbeddedEventStore.open(context(copy, BOOT)))
                {
                    check(store, random, "written, " + context);
                    assertEquals(numbers.get(log.get(0)), store.collect(Query.all()).at(0).id(), context);
                    final long before = store.collect(Query.all()).stream().mapToLong(RecordedEvent::id).max().orElse(0);
                    store.domain("d0").aggregate("a0").instance("one more").put(Event.of("T", "x"));
                    assertTrue(store.get("d0", "a0", "one more").at(0).id() > before, context);
                }
                assertEquals(derived(data()).size(), derived(copy).size(), "mended, " + context);
            }
            TestDirectories.delete(folder);
            Files.createDirectories(folder);
        });
    }

    @Test
    void shouldGoOnGatheringKeysThatNoTableGives() throws IOException
    {
        final Random random = new Random(7);
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(data(), BootId.current())))
        {
            write(store, 1_500, random);
            Files.delete(data().resolve("index/keys"));
            try (LogReader reader = DataDirectory.openReader(data()))
            {
                check(reader, random, "gathered");
                write(store, 1_500, random);
                check(reader, random, "gathered on");
            }
        }
    }

    private static List<Path> derived(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory.resolve("index")))
        {
            return files.filter(file -> file.toString().endsWith(".names") || file.toString().endsWith("keys")).sorted().toList();
        }
    }

    @Test
    void shouldMakeTheTableAnewAfterAnotherHistory() throws IOException
    {
        final Random random = new Random(5);
        final Path old = folder.resolve("old");
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(data(), BOOT)))
        {
            write(store, 300, random);
            TestDirectories.copy(data(), old);
            write(store, 300, random);
        }
        final long tableId = tableId(data());
        Files.copy(old.resolve("index/keys"), data().resolve("index/keys"), StandardCopyOption.REPLACE_EXISTING);

        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(data(), BOOT)))
        {
            check(store, random, "with a table that is behind");
            write(store, 10, random);
        }
        final Path newer = folder.resolve("newer");
        TestDirectories.copy(data(), newer);
        TestDirectories.delete(old.resolve("index"));
        Files.createDirectories(old.resolve("index"));
        Files.copy(newer.resolve("index/keys"), old.resolve("index/keys"));
        log.clear();
        counts.clear();
        numbers.clear();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(old, BOOT)))
        {
            assertEquals(300, store.collect(Query.all()).count());
            write(store, 0, random);
            assertNotEquals(tableId, tableId(old));
        }
    }
}
