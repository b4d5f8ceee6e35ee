package io.varve.tools.load;

import io.varve.tools.console.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class AckFileTest
{
    @TempDir
    private Path directory;
    private Path path;

    @BeforeEach
    void name()
    {
        path = directory.resolve("acks");
    }

    @Test
    void shouldHoldWhatWasFlushed() throws IOException
    {
        try (AckFile file = AckFile.open(path))
        {
            file.append(1, 0);
            assertEquals("", Files.readString(path));

            file.flush();

            assertEquals("1 0\n", Files.readString(path));
        }
    }

    @Test
    void shouldAppend() throws IOException
    {
        Files.writeString(path, "1 0\n");

        write(2, 1);

        assertEquals("1 0\n2 1\n", Files.readString(path));
    }

    @Test
    void shouldTakeAwayWhatAKilledProcessLeftOfALine() throws IOException
    {
        Files.writeString(path, "1 0\n2 12345");
        write(2, 123_456);
        assertEquals("1 0\n2 123456\n", Files.readString(path));

        Files.writeString(path, "2 12");
        write(2, 123);
        assertEquals("2 123\n", Files.readString(path));
    }

    @Test
    void shouldLeaveAFileAloneThatIsNone() throws IOException
    {
        final String text = "x".repeat(1_000);
        Files.writeString(path, text);

        assertThrows(CommandException.class, () -> AckFile.open(path));

        assertEquals(text, Files.readString(path));
    }

    @Test
    void shouldTakeMoreThanItsBuffer() throws IOException
    {
        try (AckFile file = AckFile.open(path))
        {
            for (int i = 0; i < 10_000; i++)
            {
                file.append(Long.MAX_VALUE, Long.MAX_VALUE);
            }
            file.flush();
        }

        assertEquals(10_000 * 40, Files.size(path));
    }

    @Test
    void shouldSayThatItCannotBeOpened()
    {
        final CommandException e = assertThrows(CommandException.class, () -> AckFile.open(directory));

        assertEquals(CommandException.IO_ERROR, e.code());
    }

    private void write(final long line, final long position)
    {
        try (AckFile file = AckFile.open(path))
        {
            file.append(line, position);
            file.flush();
        }
    }
}
