package io.varve.tools.driver;

import io.aeron.CncFileDescriptor;
import io.aeron.driver.MediaDriver;
import io.varve.tools.console.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class NodeDriverTest
{
    private static final long MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;

    @TempDir
    private Path folder;

    private Path directory()
    {
        return folder.resolve("aeron");
    }

    /** What a driver that was killed a moment ago leaves behind: its heartbeat is fresh. */
    private void leaveBehind(final boolean isOurs) throws IOException
    {
        try (OwnDriver driver = new OwnDriver(DriverSettings.context(folder.resolve("living").toString())))
        {
            Files.createDirectories(directory());
            Files.copy(Path.of(driver.directory(), CncFileDescriptor.CNC_FILE), directory().resolve(CncFileDescriptor.CNC_FILE));
            if (isOurs)
            {
                Files.createFile(directory().resolve(DriverDirectory.LOCK_FILE_NAME));
            }
        }
    }

    @Test
    void shouldStartOneWhereThereIsNoneAndTakeItAway()
    {
        try (NodeDriver driver = NodeDriver.open(directory()))
        {
            assertFalse(driver.isExternal());
            assertEquals(directory().toString(), driver.directory());
            assertTrue(DriverDirectory.isActive(directory()));
        }
        assertFalse(Files.exists(directory()));
    }

    @Test
    void shouldUseAnActiveOne()
    {
        try (NodeDriver first = NodeDriver.open(directory()))
        {
            try (NodeDriver second = NodeDriver.open(directory()))
            {
                assertTrue(second.isExternal());
                assertEquals(first.directory(), second.directory());
            }
            assertTrue(DriverDirectory.isActive(directory()), "it is not the second one's to close");
        }
    }

    @Test
    void shouldUseAnActiveOneThatIsNotOurs()
    {
        try (MediaDriver foreign = MediaDriver.launch(DriverSettings.context(directory().toString()));
            NodeDriver driver = NodeDriver.open(directory()))
        {
            assertTrue(driver.isExternal());
            assertEquals(foreign.aeronDirectoryName(), driver.directory());
        }
    }

    @Test
    void shouldNotBeHeldUpByWhatAKilledOneLeft() throws IOException
    {
        leaveBehind(true);
        final long startNs = System.nanoTime();

        try (NodeDriver driver = NodeDriver.open(directory()))
        {
            assertFalse(driver.isExternal());
            assertTrue(System.nanoTime() - startNs < 2_000_000_000L, "it waited for a heartbeat");
        }
    }

    @Test
    void shouldNotBeHeldUpByWhatAKilledForeignOneLeft() throws IOException
    {
        leaveBehind(false);

        try (NodeDriver driver = NodeDriver.open(directory()))
        {
            assertFalse(driver.isExternal());
        }
    }

    @Test
    void shouldNotEmptyADirectoryThatIsNoDrivers() throws IOException
    {
        final Path mine = Files.writeString(Files.createDirectories(directory()).resolve("mine"), "precious");

        final CommandException failure = assertThrows(CommandException.class, () -> NodeDriver.open(directory()));

        assertTrue(failure.getMessage().contains("holds=mine"), failure.getMessage());
        assertEquals("precious", Files.readString(mine));
    }

    @Test
    void shouldNeedLittleSharedMemory() throws IOException
    {
        try (NodeDriver driver = NodeDriver.open(directory()); Stream<Path> files = Files.walk(directory()))
        {
            assertFalse(driver.isExternal());
            final long bytes = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
            assertTrue(bytes < MAX_DIRECTORY_BYTES, "bytes=" + bytes);
        }
    }

    @Test
    void shouldKeepASecondNodeOffAChannel()
    {
        try (NodeDriver driver = NodeDriver.open(directory()))
        {
            try (ChannelLock lock = ChannelLock.take(driver.directory(), "aeron:ipc");
                ChannelLock other = ChannelLock.take(driver.directory(), "aeron:ipc?alias=x"))
            {
                assertNotEquals(lock, other);
                final CommandException failure =
                    assertThrows(CommandException.class, () -> ChannelLock.take(driver.directory(), "aeron:ipc"));
                assertTrue(failure.getMessage().contains("channel=aeron:ipc"), failure.getMessage());
            }
            ChannelLock.take(driver.directory(), "aeron:ipc").close();
        }
    }

    @Test
    void shouldGiveEachClientADriverOfItsOwn()
    {
        final Path directory;
        try (ClientDriver one = ClientDriver.launch(); ClientDriver two = ClientDriver.launch())
        {
            directory = Path.of(one.directory());
            assertNotEquals(one.directory(), two.directory());
            assertTrue(DriverDirectory.isActive(directory));
        }
        assertFalse(Files.exists(directory));
    }
}
