package io.varve.journal;

import io.varve.api.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConnectionTest
{
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"invalid://", "fs2://", "amem://", "mem//", "fs:/", "£¢://", "http://", "tcp://", "fs", "mem", "",
        ":", "://", "fs:", "mem:", "mem:/", "fs://", "mem://x", "mem:// ", " mem://", "MEM://", "fs:/tmp/varve-x", "\u0000", "fs://\u0000",
        "file:///tmp/varve-x", "fs:\n//"})
    void shouldRefuseAConnectionThatIsNone(final String connection)
    {
        final IllegalArgumentException failure =
            assertThrows(IllegalArgumentException.class, () -> EventStore.connect(connection).close());

        assertTrue(failure.getMessage().contains('"' + connection + '"'), failure.getMessage());
        assertFalse(Files.exists(Path.of("/tmp/varve-x")));
    }

    @Test
    void shouldOpenAFolderMadeWithThoseAboveIt() throws Exception
    {
        final Path directory = folder.resolve("a b/ü/data");
        try (EventStore store = EventStore.connect("fs://" + directory))
        {
            assertEquals(0, store.positions().journaled());
        }
        assertEquals("rwx------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        try (var files = Files.walk(directory))
        {
            for (final Path file : files.filter(Files::isRegularFile).toList())
            {
                assertEquals("rw-------",
                    java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file.toString());
            }
        }
    }
}
