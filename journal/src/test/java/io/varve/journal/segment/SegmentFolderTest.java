package io.varve.journal.segment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SegmentFolderTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldOpenASegmentInAnInterruptedThreadAndKeepTheInterrupt() throws IOException
    {
        Files.write(folder.resolve(SegmentNames.file(3)), new byte[]{1, 2, 3, 4});
        final Segment segment;
        final boolean isInterrupted;

        Thread.currentThread().interrupt();
        try
        {
            segment = new SegmentFolder(folder).open(3);
        }
        finally
        {
            isInterrupted = Thread.interrupted();
        }

        assertEquals(4, segment.buffer().capacity());
        assertTrue(isInterrupted);
    }

    @Test
    void shouldHaveNoSegmentWhereNoFileOrNoWordIs() throws IOException
    {
        Files.write(folder.resolve(SegmentNames.file(0)), new byte[3]);

        assertNull(new SegmentFolder(folder).open(0));
        assertNull(new SegmentFolder(folder).open(1));
    }
}
