package io.varve.tools.torture.disk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SimulatedDiskTest
{
    private static final int SEEDS = 60;

    @TempDir
    private Path folder;

    private SimulatedDisk disk(final DiskFaults faults) throws IOException
    {
        return new SimulatedDisk(Files.createDirectories(folder.resolve("disk")), faults);
    }

    private static void sync(final Path path) throws IOException
    {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ))
        {
            channel.force(true);
        }
    }

    private static byte[] bytes(final int length, final int value)
    {
        final byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte)value);
        return bytes;
    }

    private Path cut(final SimulatedDisk disk, final int seed) throws IOException
    {
        final Path target = folder.resolve("cut" + seed);
        disk.cutPower(new Random(seed), target, () -> { });
        return target;
    }

    @Test
    void shouldKeepWhatWasSyncedAndMixSectorsOfTheRest() throws IOException
    {
        final Set<Byte> found = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++)
        {
            try (SimulatedDisk disk = disk(DiskFaults.NONE))
            {
                final Path file = disk.path().resolve("file" + seed);
                Files.write(file, bytes(8_192, 1));
                sync(file);
                sync(disk.path());
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
                {
                    channel.write(ByteBuffer.wrap(bytes(4_096, 2)), 4_096);
                }
                final byte[] left = Files.readAllBytes(cut(disk, seed).resolve("file" + seed));

                assertEquals(8_192, left.length);
                assertArrayEquals(bytes(4_096, 1), java.util.Arrays.copyOf(left, 4_096));
                for (int at = 4_096; at < 8_192; at += 512)
                {
                    found.add(left[at]);
                    assertArrayEquals(bytes(512, left[at]), java.util.Arrays.copyOfRange(left, at, at + 512));
                }
            }
        }
        assertEquals(Set.of((byte)1, (byte)2), found);
    }

    @Test
    void shouldLoseANameThatWasNotSyncedThoughItsFileWas() throws IOException
    {
        int there = 0;
        for (int seed = 0; seed < SEEDS; seed++)
        {
            try (SimulatedDisk disk = disk(DiskFaults.NONE))
            {
                final Path file = disk.path().resolve("name" + seed);
                Files.write(file, bytes(10, 1));
                sync(file);
                there += Files.exists(cut(disk, seed).resolve("name" + seed)) ? 1 : 0;
            }
        }
        assertTrue(there > 0 && there < SEEDS, "there=" + there);
    }

    @Test
    void shouldRenameWhollyOrNotAtAll() throws IOException
    {
        final Set<Byte> found = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++)
        {
            try (SimulatedDisk disk = disk(DiskFaults.NONE))
            {
                final Path fresh = disk.path().resolve("fresh" + seed);
                final Path file = disk.path().resolve("file" + seed);
                Files.write(fresh, bytes(10, 2));
                Files.write(file, bytes(10, 1));
                sync(fresh);
                sync(file);
                sync(disk.path());
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                final Path target = cut(disk, seed);
                final byte value = Files.readAllBytes(target.resolve("file" + seed))[0];

                assertEquals(value == 1, Files.exists(target.resolve("fresh" + seed)));
                found.add(value);
            }
        }
        assertEquals(Set.of((byte)1, (byte)2), found);
    }

    @Test
    void shouldNotKeepPagesOfAFailedSyncUnlessTheyAreWrittenAgain() throws IOException
    {
        final boolean[] fails = {false};
        try (SimulatedDisk disk = disk((operation, file, length) ->
        {
            if (fails[0] && operation == DiskOperation.SYNC)
            {
                throw new IOException("Input/output error");
            }
            return length;
        }))
        {
            final Path lost = disk.path().resolve("lost");
            final Path again = disk.path().resolve("again");
            Files.write(lost, bytes(4_096, 1));
            Files.write(again, bytes(4_096, 1));
            fails[0] = true;
            assertThrows(IOException.class, () -> sync(lost));
            assertThrows(IOException.class, () -> sync(again));
            fails[0] = false;
            Files.write(again, bytes(4_096, 1));
            sync(lost);
            sync(again);
            sync(disk.path());
            final Path target = cut(disk, 0);

            assertArrayEquals(bytes(4_096, 0), Files.readAllBytes(target.resolve("lost")));
            assertArrayEquals(bytes(4_096, 1), Files.readAllBytes(target.resolve("again")));
        }
    }

    @Test
    void shouldLetNothingThroughWhenThePowerIsOff() throws IOException
    {
        try (SimulatedDisk disk = disk(DiskFaults.NONE))
        {
            cut(disk, 0);

            assertTrue(disk.isOff());
            assertThrows(IOException.class, () -> Files.write(disk.path().resolve("late"), bytes(1, 1)));
            assertFalse(Files.exists(folder.resolve("cut0/late")));
            assertEquals(-1, disk.cutPower(new Random(), folder.resolve("again"), () -> { }));
        }
    }
}
