package io.varve.journal;

import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.LogReader;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.backup.BackupReport;
import io.varve.journal.history.Comparison;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static io.varve.journal.StoreContract.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class BackupTest
{
    @TempDir
    private Path folder;
    private Path data;
    private Path backup;
    private Path restored;

    @BeforeEach
    void name()
    {
        data = folder.resolve("data");
        backup = folder.resolve("backup");
        restored = folder.resolve("restored");
    }

    private BackupReport backUp()
    {
        return DirectoryCare.backup(data, backup, bytes -> { });
    }

    private BackupReport restore()
    {
        return DirectoryCare.restore(backup, restored, bytes -> { });
    }

    /** The restored directory holds exactly the source's log up to a position, whole, and goes on. */
    private void assertRestored(final long position)
    {
        final VerifyReport report = DataDirectory.verify(restored);
        assertFalse(report.isDamaged(), report.toString());
        assertEquals(0, report.torn());
        assertEquals(position, report.events());
        final Comparison comparison = DirectoryCare.compare(data, restored);
        assertTrue(comparison.isOneHistory(), comparison.toString());
        assertEquals(position, comparison.position());
        assertEquals(0, comparison.moreInSecond());
        assertEquals(CareScenario.texts(data, position), CareScenario.texts(restored, Long.MAX_VALUE));
        try (LogReader reader = DataDirectory.openReader(restored))
        {
            assertEquals(position, reader.head().position());
            assertEquals(position, reader.positions().synced());
        }
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(restored)))
        {
            assertTrue(store.recovery().isClean(), store.recovery().toString());
            assertEquals(position, store.domain("d0").aggregate("a").instance("later").put(Event.of("T", "more")).position());
        }
        assertEquals(0, DataDirectory.verify(restored).corrupt());
    }

    @Test
    void shouldRestoreWhatWasBackedUp()
    {
        CareScenario.write(data, 3_000, 1);

        final BackupReport made = backUp();
        final BackupReport back = restore();

        assertEquals(3_000, made.position());
        assertTrue(made.segments() >= 3, made.toString());
        assertEquals(made.segments(), made.copied());
        assertEquals(made.epoch() + 1, back.epoch());
        assertEquals(made.chain(), back.chain());
        assertEquals(made.epoch() + 1, DataDirectory.summary(restored).epoch());
        assertRestored(3_000);
    }

    @Test
    void shouldRestoreSealedSegmentsByteForByte() throws IOException
    {
        CareScenario.write(data, 3_000, 1);
        backUp();
        restore();

        final List<Path> sources = SegmentImage.files(data);
        final int sealed = sources.indexOf(SegmentImage.last(data).file);
        assertTrue(sealed >= 2);
        for (final Path source : sources.subList(0, sealed))
        {
            assertEquals(-1, Files.mismatch(source, restored.resolve("journal").resolve(source.getFileName())), source.toString());
        }
        final SegmentImage last = SegmentImage.last(data);
        final SegmentImage copy = SegmentImage.last(restored);
        assertArrayEquals(
            java.util.Arrays.copyOf(last.bytes, last.endOffset), java.util.Arrays.copyOf(copy.bytes, copy.endOffset));
    }

    @Test
    void shouldRestoreAnEmptyLog()
    {
        CareScenario.write(data, 0, 1);

        assertEquals(0, backUp().position());
        restore();

        assertRestored(0);
    }

    @Test
    void shouldBackUpWhileWritingGoesOn() throws Exception
    {
        final Path acks = folder.resolve("acks");
        long position = 0;
        try (ChildJvm writer = ChildJvm.start(ChildWriter.class, data, acks, "A", 400_000).awaitReady())
        {
            for (int i = 0; i < 6; i++)
            {
                final long before = position;
                while (position == before)
                {
                    position = backUp().position();
                }
            }
            assertTrue(position > 0);
            final BackupReport back = restore();
            assertEquals(position, back.position());
            writer.end();
        }
        assertRestored(position);
    }

    @Test
    void shouldKeepWhatIsThere() throws IOException
    {
        CareScenario.write(data, 2_000, 1);
        backUp();
        final Map<String, Object> before = inodes();
        final BackupReport again = backUp();

        assertEquals(0, again.copied());
        assertEquals(again.segments(), again.kept());
        assertEquals(before, inodes());

        CareScenario.write(data, 2_000, 2);
        final BackupReport more = backUp();
        assertEquals(4_000, more.position());
        assertTrue(more.kept() >= 1 && more.copied() >= 2, more.toString());
        final Map<String, Object> after = inodes();
        assertEquals(more.kept(), before.entrySet().stream().filter(e -> e.getValue().equals(after.get(e.getKey()))).count());
        assertEquals(more.segments(), after.size());
        restore();
        assertRestored(4_000);
    }

    private Map<String, Object> inodes() throws IOException
    {
        final Map<String, Object> inodes = new TreeMap<>();
        for (final Path file : SegmentImage.files(backup))
        {
            inodes.put(file.getFileName().toString(), Files.getAttribute(file, "unix:ino"));
        }
        return inodes;
    }

    @Test
    void shouldReplaceADamagedFileOfTheBackup() throws IOException
    {
        CareScenario.write(data, 2_000, 1);
        backUp();
        final Path file = SegmentImage.files(backup).get(1);
        flip(file, 100_000);

        assertFails(ErrorCode.CORRUPT, this::restore);
        assertFalse(Files.exists(restored.resolve("FORMAT")));
        assertEquals(1, backUp().copied());

        restore();
        assertRestored(2_000);
    }

    private static void flip(final Path file, final int at) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void shouldCompleteWhatWasInterrupted() throws IOException
    {
        CareScenario.write(data, 3_000, 1);
        for (int files = 0; files < 4; files++)
        {
            TestDirectories.delete(backup);
            backUp();
            Files.delete(backup.resolve("MANIFEST"));
            final List<Path> all = SegmentImage.files(backup);
            for (final Path lost : all.subList(files, all.size()))
            {
                Files.delete(lost);
            }
            Files.write(backup.resolve("journal").resolve("19700101-09F.cq4.new"), new byte[7]);

            assertFails(ErrorCode.NOT_A_BACKUP, this::restore);
            assertEquals(files, backUp().kept());
            assertEquals(all, SegmentImage.files(backup));
            assertFalse(Files.exists(backup.resolve("journal").resolve("19700101-09F.cq4.new")));
        }
        restore();
        assertRestored(3_000);
    }

    @Test
    void shouldRefuseAnotherJournalsBackup() throws IOException
    {
        CareScenario.write(data, 2_000, 1);
        backUp();
        final Map<String, Integer> before = TestDirectories.content(backup);
        data = folder.resolve("other");
        CareScenario.write(data, 5_000, 1);

        assertTrue(assertFails(ErrorCode.HISTORY_DIFFERS, this::backUp).getMessage().contains("another journal"));
        assertEquals(before, TestDirectories.content(backup));

        Files.delete(backup.resolve("MANIFEST"));
        assertFails(ErrorCode.HISTORY_DIFFERS, this::backUp);
    }

    @Test
    void shouldRefuseAHistoryThatDoesNotContinueTheBackup() throws IOException
    {
        CareScenario.write(data, 1_000, 1);
        final Path fork = TestDirectories.copy(data, folder.resolve("fork"));
        CareScenario.write(data, 500, 2);
        backUp();
        final Map<String, Integer> before = TestDirectories.content(backup);

        data = fork;
        assertFails(ErrorCode.HISTORY_DIFFERS, this::backUp); // it is behind
        CareScenario.write(data, 2_000, 3);
        assertFails(ErrorCode.HISTORY_DIFFERS, this::backUp); // it went another way
        assertEquals(before, TestDirectories.content(backup));
    }

    @Test
    void shouldRefuseADirectoryOfSomethingElse() throws IOException
    {
        CareScenario.write(data, 10, 1);
        Files.createDirectories(backup);
        Files.writeString(backup.resolve("letter"), "dear");

        assertFails(ErrorCode.NOT_A_BACKUP, this::backUp);
        assertEquals(1, backup.toFile().list().length);
        assertFails(ErrorCode.NOT_A_BACKUP, () -> DirectoryCare.backup(data, data, bytes -> { }));
    }

    @Test
    void shouldNotLetDamageIntoABackup() throws IOException
    {
        CareScenario.write(data, 2_000, 1);
        backUp();
        CareScenario.write(data, 2_000, 2);
        final SegmentImage image = SegmentImage.readAll(data).get(2);
        image.bytes[image.document(3).bodyOffset() + 200] ^= 4;
        image.write();

        final EventLogException failure = assertFails(ErrorCode.CORRUPT, this::backUp);
        assertTrue(failure.getMessage().contains("offset=" + image.document(3).wordOffset()), failure.getMessage());
        assertEquals(2_000, restore().position());
        assertEquals(0, DataDirectory.verify(restored).corrupt());
    }

    @Test
    void shouldNotTakeADamagedManifest() throws IOException
    {
        CareScenario.write(data, 100, 1);
        backUp();
        final Path manifest = backup.resolve("MANIFEST");
        final byte[] whole = Files.readAllBytes(manifest);
        for (int at = 0; at < whole.length; at++)
        {
            final byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(manifest, damaged);
            assertThrows(EventLogException.class, this::restore, "offset=" + at);
            assertFalse(Files.exists(restored));
        }
        for (int length = 0; length < whole.length; length++)
        {
            Files.write(manifest, java.util.Arrays.copyOf(whole, length));
            assertThrows(EventLogException.class, this::restore, "length=" + length);
        }
    }

    @Test
    void shouldRestoreOnlyIntoAMissingOrEmptyDirectory() throws IOException
    {
        CareScenario.write(data, 100, 1);
        backUp();
        assertFails(ErrorCode.NOT_EMPTY, () -> DirectoryCare.restore(backup, data, bytes -> { }));
        Files.createDirectories(restored);
        restore();
        assertRestored(100);
        assertFails(ErrorCode.NOT_EMPTY, this::restore);
    }

    @Test
    void shouldNotOpenWhatIsHalfRestored() throws IOException
    {
        CareScenario.write(data, 3_000, 1);
        backUp();
        restore();
        // As a process that died ahead of the last step leaves it, or earlier.
        Files.delete(restored.resolve("FORMAT"));
        Files.writeString(restored.resolve("RESTORING"), "restoring\n");
        final List<Path> segments = new ArrayList<>(SegmentImage.files(restored));
        while (true)
        {
            final EventLogException failure = assertFails(
                ErrorCode.NOT_A_STORE, () -> EmbeddedEventStore.open(new StoreContext().directory(restored)).close());
            assertTrue(failure.getMessage().contains("restore"), failure.getMessage());
            assertFails(ErrorCode.NOT_A_STORE, () -> DataDirectory.openReader(restored));
            if (segments.isEmpty())
            {
                break;
            }
            Files.delete(segments.remove(segments.size() - 1));
        }
        restore();
        assertFalse(Files.exists(restored.resolve("RESTORING")));
        assertRestored(3_000);
    }

    @Test
    void shouldHoldOnlyWhatIsSynced()
    {
        CareScenario.write(data, 100, 1);
        try (EmbeddedEventStore store = EmbeddedEventStore.open(CareScenario.context(data)))
        {
            CareScenario.write(store, 1_000, 2);
            final BackupReport made = backUp();
            assertTrue(made.position() <= store.positions().at(Durability.SYNCED));
            assertEquals(1_100, made.position());
        }
    }

    @Test
    void shouldSayThatTwoWriteTheSameBackup() throws IOException
    {
        CareScenario.write(data, 100, 1);
        backUp();
        try (java.nio.channels.FileChannel channel = java.nio.channels.FileChannel.open(
            backup.resolve("BACKUP"), java.nio.file.StandardOpenOption.WRITE))
        {
            channel.lock();
            assertFails(ErrorCode.LOCKED, this::backUp);
        }
        backUp();
    }

    @Test
    void shouldNotWriteIntoTheSource() throws IOException
    {
        CareScenario.write(data, 2_000, 1);
        final Map<String, Integer> before = TestDirectories.content(data);
        backUp();
        DirectoryCare.compare(data, backup);
        assertEquals(before, TestDirectories.content(data));
        assertThrows(FileAlreadyExistsException.class, () -> Files.createFile(backup.resolve("MANIFEST")));
    }
}
