package io.varve.journal;

import io.varve.api.LogReader;
import io.varve.api.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A full disk is an error at once, never the end of the process; reading goes on, and writing resumes when there is room. */
@Timeout(120)
class DiskFullTest
{
    private static final int SEGMENT_LENGTH = 512 * 1024;

    @TempDir
    Path folder;

    private Path disk;

    private enum FileSystem
    {
        TMPFS, EXT4
    }

    /** A new one each time: what this process has mapped keeps its room after it was deleted. */
    private void mount(final FileSystem fileSystem, final String name) throws IOException, InterruptedException
    {
        disk = Files.createDirectories(folder.resolve("disk" + name));
        if (fileSystem == FileSystem.TMPFS)
        {
            assumeTrue(Mounts.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()), "may not mount");
        }
        else
        {
            final Path image = folder.resolve("image" + name);
            try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(image.toFile(), "rw"))
            {
                file.setLength(12 * 1024 * 1024);
            }
            assumeTrue(Mounts.run("mkfs.ext4", "-q", "-m", "0", image.toString()), "no mkfs.ext4");
            assumeTrue(Mounts.run("mount", "-o", "loop", image.toString(), disk.toString()), "may not mount");
        }
    }

    @AfterEach
    void unmount() throws InterruptedException
    {
        Mounts.run("umount", "-l", disk.toString());
    }

    private void fillUp(final String name, final int most)
    {
        try (OutputStream out = Files.newOutputStream(disk.resolve(name)))
        {
            for (int i = 0; i < most; i++)
            {
                out.write(new byte[1_024]);
                out.flush();
            }
        }
        catch (final IOException e)
        {
            // Full.
        }
    }

    private void assertHolds(final long events)
    {
        final Path directory = disk.resolve("data");
        assertEquals(0, DataDirectory.verify(directory).corrupt());
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            assertEquals(events, reader.collect(Query.all()).count());
        }
    }

    private static long number(final String line)
    {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAtOnceReadOnAndResume(final FileSystem fileSystem) throws Exception
    {
        final Random random = new Random(7);
        for (int round = 0; round < 3; round++)
        {
            mount(fileSystem, "." + round);
            fillUp("spare", 2_500);
            fillUp("odd", random.nextInt(600));
            try (ChildJvm child = ChildJvm.start(ChildDiskFiller.class, disk.resolve("data"), SEGMENT_LENGTH))
            {
                child.await("full");
                Files.delete(disk.resolve("spare"));
                Files.delete(disk.resolve("odd"));
                assertEquals(0, child.end(), child::said);
                final long written = number(child.said().lines().filter(line -> line.startsWith("written")).findFirst().orElseThrow());
                assertTrue(child.said().contains("closed"), child::said);
                assertHolds(written);
                assertEquals(DataDirectory.verify(disk.resolve("data")).generations(),
                    PlainChronicle.readAll(disk.resolve("data")).size());
            }
            unmount();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartOnAFullDiskWithAnErrorAndNotDie(final FileSystem fileSystem) throws Exception
    {
        long events = 0;
        for (int free = 0; free <= 1_500; free += 500)
        {
            mount(fileSystem, "." + free);
            final Path data = disk.resolve("data");
            // A writer that was killed leaves a tail that the next start writes anew.
            try (ChildJvm child = ChildJvm.start(ChildWriter.class, data, folder.resolve("acks" + free), "D" + free, 100))
            {
                child.awaitReady();
                assertTrue(!child.endsWithin(100));
                child.kill();
            }
            fillUp("spare", free);
            fillUp("full", 20_000);
            Files.delete(disk.resolve("spare"));

            final int exit;
            final String said;
            try (ChildJvm child = ChildJvm.start(ChildDiskFiller.class, data, SEGMENT_LENGTH))
            {
                exit = child.end();
                said = child.said();
            }
            assertTrue(exit == 0 || exit == 3 || exit == 4 && said.contains("DISK_FULL") || exit == 1 && said.contains("position="),
                "free KiB=" + free + ", exit=" + exit + ": " + said);

            Files.delete(disk.resolve("full"));
            assertEquals(0, DataDirectory.verify(data).corrupt(), "free KiB=" + free);
            try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(data)))
            {
                final var log = store.collect(Query.all());
                events = log.count();
                WrittenLog.assertHolds(new io.varve.api.EventSet(
                    log.stream().takeWhile(event -> event.domain().equals("child")).toList()), folder.resolve("acks" + free));
            }
            assertEquals(events, DataDirectory.verify(data).events());
            unmount();
        }
    }
}
