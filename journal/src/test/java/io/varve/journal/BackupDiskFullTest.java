package io.varve.journal;

import io.varve.codec.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static io.varve.journal.StoreContract.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The disk of the backup is full, not that of the log. */
@Timeout(120)
class BackupDiskFullTest
{
    @TempDir
    private Path folder;
    private Path disk;

    private void mount(final int mebibytes) throws IOException, InterruptedException
    {
        disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(Mounts.run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", disk.toString()),
            "skipped: mounting is not allowed here");
    }

    @AfterEach
    void unmount() throws InterruptedException
    {
        if (disk != null)
        {
            Mounts.run("umount", "-l", disk.toString());
        }
    }

    @Test
    void shouldSaySoAndLeaveTheBackupBeforeWhole() throws Exception
    {
        mount(2);
        final Path data = folder.resolve("data");
        final Path backup = disk.resolve("backup");
        final Path restored = folder.resolve("restored");
        CareScenario.write(data, 1_500, 1);
        DirectoryCare.backup(data, backup, bytes -> { });
        final Map<String, Integer> before = TestDirectories.content(backup);
        CareScenario.write(data, 5_000, 2);

        assertFails(ErrorCode.DISK_FULL, () -> DirectoryCare.backup(data, backup, bytes -> { }));

        final Map<String, Integer> after = TestDirectories.content(backup);
        before.forEach((name, content) -> assertEquals(content, after.get(name), name));
        assertEquals(1_500, DirectoryCare.restore(backup, restored, bytes -> { }).position());
        assertFalse(DataDirectory.verify(restored).isDamaged());
    }

    @Test
    void shouldNotLeaveAStoreWhereARestoreFindsNoRoom() throws Exception
    {
        final Path data = folder.resolve("data");
        final Path backup = folder.resolve("backup");
        CareScenario.write(data, 5_000, 1);
        DirectoryCare.backup(data, backup, bytes -> { });
        mount(2);

        assertFails(ErrorCode.DISK_FULL, () -> DirectoryCare.restore(backup, disk.resolve("restored"), bytes -> { }));

        assertFails(ErrorCode.NOT_A_STORE, () -> DataDirectory.openReader(disk.resolve("restored")));
    }
}
