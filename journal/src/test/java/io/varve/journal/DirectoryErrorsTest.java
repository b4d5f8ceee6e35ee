package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A directory that cannot be opened: one clear line, the right code, nothing changed. */
@Timeout(60)
class DirectoryErrorsTest
{
    @TempDir
    Path folder;

    private Path directory()
    {
        return folder.resolve("data");
    }

    private EventStore connect()
    {
        return EventStore.connect("fs://" + directory());
    }

    private static String assertFails(final ErrorCode code, final Executable executable)
    {
        final EventLogException failure = assertThrows(EventLogException.class, executable);
        assertEquals(code, failure.code(), failure.toString());
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
        return failure.getMessage();
    }

    private void write()
    {
        try (EventStore store = connect())
        {
            store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x"));
        }
    }

    @Test
    void shouldRefuseADirectoryThatThisProcessHasOpen() throws IOException
    {
        try (EventStore store = connect())
        {
            assertTrue(assertFails(ErrorCode.LOCKED, this::connect).contains("in this process"));
            Files.createSymbolicLink(folder.resolve("link"), directory());
            assertFails(ErrorCode.LOCKED, () -> EventStore.connect("fs://" + folder.resolve("link")).close());
            assertFails(ErrorCode.LOCKED, () -> EventStore.connect("fs://" + directory() + "/../data/.").close());
            store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x"));
        }
        connect().close();
    }

    @Test
    void shouldRefuseADirectoryThatAnotherProcessHasOpenAndNameIt() throws Exception
    {
        try (ChildJvm child = ChildJvm.start(
            ChildWriter.class, directory(), folder.resolve("acks"), "L", 100).awaitReady())
        {
            final String message = assertFails(ErrorCode.LOCKED, this::connect);
            assertTrue(message.contains("pid=" + child.pid()), message);
            assertTrue(message.contains(directory().toString()), message);
            assertFails(ErrorCode.LOCKED, this::connect);
            // A refused process must not have dropped the other's lock or name.
            final String again = assertFails(ErrorCode.LOCKED, this::connect);
            assertTrue(again.contains("pid=" + child.pid()), again);
            assertEquals(0, child.end(), child::said);
        }
        connect().close();
    }

    @Test
    void shouldKeepTheLockWhileReadersOfTheSameProcessComeAndGo() throws Exception
    {
        try (EventStore store = connect())
        {
            store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x"));
            for (int i = 0; i < 3; i++)
            {
                try (LogReader reader = DataDirectory.openReader(directory()))
                {
                    assertEquals(1, reader.collect(Query.all()).count());
                }
                DataDirectory.verify(directory());
                DataDirectory.summary(directory());
            }
            try (ChildJvm child = ChildJvm.start(ChildWriter.class, directory(), folder.resolve("acks"), "L", 100))
            {
                assertThrows(IllegalStateException.class, child::awaitReady);
                assertTrue(child.said().contains("open for writing in another process"), child.said());
            }
        }
    }

    @Test
    void shouldRefuseAForeignDirectoryAndLeaveItAlone() throws IOException
    {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("letter.txt"), "not yours");

        assertFails(ErrorCode.NOT_A_STORE, this::connect);
        assertFails(ErrorCode.NOT_A_STORE, () -> DataDirectory.openReader(directory()).close());

        assertEquals(List.of("letter.txt"), names());
    }

    private List<String> names() throws IOException
    {
        try (var files = Files.list(directory()))
        {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldRefuseAFileInPlaceOfADirectory() throws IOException
    {
        Files.writeString(directory(), "a file");

        assertThrows(EventLogException.class, this::connect);
        assertFails(ErrorCode.NOT_A_STORE, () -> DataDirectory.openReader(directory()).close());
        assertFails(ErrorCode.NOT_A_STORE, () -> DataDirectory.verify(folder.resolve("missing")));
        assertFails(ErrorCode.NOT_A_STORE, () -> DataDirectory.summary(folder));

        assertEquals("a file", Files.readString(directory()));
    }

    @Test
    void shouldRefuseANewerFormat() throws IOException
    {
        write();
        final Path format = directory().resolve("FORMAT");
        Files.writeString(format, Files.readString(format).replace("format=1", "format=2"));

        final String message = assertFails(ErrorCode.NEWER_FORMAT, this::connect);
        assertTrue(message.contains("format=2, highest=1"), message);
        assertFails(ErrorCode.NEWER_FORMAT, () -> DataDirectory.openReader(directory()).close());
        assertFails(ErrorCode.NEWER_FORMAT, () -> DataDirectory.verify(directory()));
    }

    @Test
    void shouldRefuseGarbageInPlaceOfTheFormat() throws IOException
    {
        write();
        final Path format = directory().resolve("FORMAT");
        final String good = Files.readString(format);
        final List<byte[]> bad = new ArrayList<>();
        bad.add(new byte[0]);
        bad.add(new byte[]{(byte)0xFF, (byte)0xFE, 0, 1});
        bad.add("something else\n".getBytes(StandardCharsets.UTF_8));
        bad.add(TestEvents.bytes(1, 1_000));
        for (final String line : List.of("format=1", "journal=", "segment-length="))
        {
            bad.add(good.replace(line, "x" + line).getBytes(StandardCharsets.UTF_8));
        }
        bad.add(good.replaceAll("journal=.*", "journal=12").getBytes(StandardCharsets.UTF_8));
        bad.add(good.replaceAll("journal=.*", "journal=" + "z".repeat(32)).getBytes(StandardCharsets.UTF_8));
        bad.add(good.replaceAll("segment-length=.*", "segment-length=7").getBytes(StandardCharsets.UTF_8));
        bad.add(good.replaceAll("segment-length=.*", "segment-length=-1").getBytes(StandardCharsets.UTF_8));
        bad.add(good.replaceAll("format=.*", "format=0").getBytes(StandardCharsets.UTF_8));
        for (final byte[] bytes : bad)
        {
            Files.write(format, bytes);
            final EventLogException failure = assertThrows(EventLogException.class, this::connect,
                () -> new String(bytes, StandardCharsets.UTF_8));
            assertTrue(failure.code() == ErrorCode.NOT_A_STORE || failure.code() == ErrorCode.CORRUPT, failure.toString());
        }
        Files.writeString(format, good);
        try (EventStore store = connect())
        {
            assertEquals(1, store.positions().journaled());
        }
    }

    @Test
    void shouldRefuseSegmentsWithoutAFormat() throws IOException
    {
        write();
        Files.delete(directory().resolve("FORMAT"));

        assertFails(ErrorCode.NOT_A_STORE, this::connect);
        assertFails(ErrorCode.NOT_A_STORE, () -> DataDirectory.openReader(directory()).close());
    }

    @Test
    void shouldRefuseTheJournalOfAnotherDirectory() throws IOException
    {
        write();
        final Path other = folder.resolve("other");
        try (EventStore store = EventStore.connect("fs://" + other))
        {
            store.domain("d").aggregate("a").instance(1).put(Event.of("T", "other"));
        }
        TestDirectories.copy(other.resolve("journal"), directory().resolve("journal"));

        assertFails(ErrorCode.CORRUPT, this::connect);
    }

    /** A first start makes one thing after the other; killed after any of them, it leaves an empty log. */
    @Test
    void shouldTakeWhatAKilledFirstStartLeftForAnEmptyLog() throws IOException
    {
        final Path whole = folder.resolve("whole");
        final EventStore first = EventStore.connect("fs://" + whole);
        final Path made = TestDirectories.copy(whole, folder.resolve("made"));
        first.close();

        final List<Executable> steps = List.of(
            () -> Files.createDirectories(directory()),
            () -> Files.createFile(directory().resolve("LOCK")),
            () -> Files.createFile(directory().resolve("HOLDER")),
            () -> Files.copy(made.resolve("HOLDER"), directory().resolve("HOLDER"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING),
            () -> Files.createDirectories(directory().resolve("journal")),
            () -> Files.createFile(directory().resolve("FORMAT.new")),
            () -> Files.copy(made.resolve("FORMAT"), directory().resolve("FORMAT.new"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING),
            () -> Files.move(directory().resolve("FORMAT.new"), directory().resolve("FORMAT")),
            () -> Files.createFile(directory().resolve("watermark")),
            () -> Files.write(directory().resolve("watermark"), new byte[1_024]),
            () -> Files.createFile(directory().resolve("counters")),
            () -> Files.write(directory().resolve("counters"), new byte[4_096]),
            () -> Files.copy(made.resolve("watermark"), directory().resolve("watermark"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING),
            () -> Files.createFile(directory().resolve("journal/metadata.cq4t")),
            () -> Files.write(directory().resolve("journal/metadata.cq4t"), new byte[131_072]),
            () -> Files.copy(made.resolve("journal/metadata.cq4t"), directory().resolve("journal/metadata.cq4t"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING),
            () -> Files.write(directory().resolve("journal/19700101-00F.precreated"), new byte[300_000]),
            () -> Files.move(directory().resolve("journal/19700101-00F.precreated"),
                directory().resolve("journal/19700101-00F.cq4")),
            () -> Files.copy(made.resolve("journal/19700101-00F.cq4"), directory().resolve("journal/19700101-00F.cq4"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING));
        for (int step = 0; step <= steps.size(); step++)
        {
            TestDirectories.delete(directory());
            final int upTo = step;
            try
            {
                for (int i = 0; i < step; i++)
                {
                    steps.get(i).execute();
                }
            }
            catch (final Throwable e)
            {
                throw new AssertionError("step=" + upTo, e);
            }
            if (Files.exists(directory().resolve("LOCK")))
            {
                try (LogReader reader = DataDirectory.openReader(directory()))
                {
                    assertEquals(0, reader.collect(Query.all()).count(), "step=" + step);
                }
                assertEquals(0, DataDirectory.verify(directory()).corrupt(), "step=" + step);
            }

            try (EventStore store = connect())
            {
                assertEquals(0, store.positions().journaled(), "step=" + step);
                assertEquals(0, store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x")).position());
            }
            assertEquals(1, PlainChronicle.readAll(directory()).size(), "step=" + step);
        }
    }

    @Test
    void shouldRefuseToSyncOnAVolatileFileSystem() throws Exception
    {
        final Path volatileDisk = Files.createDirectories(folder.resolve("volatile"));
        assumeTrue(Mounts.run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", volatileDisk.toString()), "may not mount");
        try (EventStore store = EventStore.connect("fs://" + volatileDisk.resolve("data")))
        {
            final Instance instance = store.domain("d").aggregate("a").instance(1);

            assertEquals(Durability.JOURNALED, store.defaultDurability());
            assertEquals(0, instance.put(Event.of("T", "x")).position());
            assertFails(ErrorCode.DURABILITY_UNAVAILABLE, () -> instance.put(Batch.of(Event.of("T", "x")), Durability.SYNCED));
            assertFails(ErrorCode.DURABILITY_UNAVAILABLE, () -> store.await(Durability.SYNCED));
        }
        finally
        {
            Mounts.run("umount", "-l", volatileDisk.toString());
        }
    }

    @Test
    void shouldRefuseToWriteIntoAReadOnlyDirectoryButReadIt() throws Exception
    {
        write();
        final Path readOnly = Files.createDirectories(folder.resolve("ro"));
        assumeTrue(Mounts.run("mount", "--bind", directory().toString(), readOnly.toString()), "may not mount");
        try
        {
            assumeTrue(Mounts.run("mount", "-o", "remount,ro,bind", readOnly.toString()), "may not mount read-only");

            assertFails(ErrorCode.READ_ONLY, () -> EventStore.connect("fs://" + readOnly).close());
            assertFails(ErrorCode.READ_ONLY, () -> EventStore.connect("fs://" + readOnly.resolve("new")).close());
            try (LogReader reader = DataDirectory.openReader(readOnly))
            {
                assertEquals(1, reader.collect(Query.all()).count());
            }
            assertEquals(0, DataDirectory.verify(readOnly).corrupt());
            assertEquals(1, DataDirectory.summary(readOnly).events());
        }
        finally
        {
            Mounts.run("umount", "-l", readOnly.toString());
        }
        connect().close();
    }
}
