package io.varve.replication.cursor;

import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NamedCursorsTest
{
    @TempDir
    private Path folder;

    private static Token token(final long position)
    {
        return new Token(1, 2, 3, position, 0xFEDC_BA98_7654_3210L);
    }

    private static void store(final CursorLease lease, final Token token) throws InterruptedException
    {
        final CountDownLatch done = new CountDownLatch(1);
        final AtomicReference<EventLogException> failed = new AtomicReference<>();
        lease.store(token, (stored, failure) ->
        {
            failed.set(failure);
            done.countDown();
        });
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertNull(failed.get());
    }

    @Test
    void shouldFindWhatWasStoredBefore() throws InterruptedException
    {
        try (NamedCursors cursors = new NamedCursors(folder.resolve("cursors")))
        {
            final CursorLease lease = cursors.take("billing", 1, 1);
            assertNull(lease.place());
            store(lease, token(7));
            store(lease, token(9));
        }
        try (NamedCursors cursors = new NamedCursors(folder.resolve("cursors")))
        {
            assertEquals(token(9), cursors.take("billing", 1, 1).place());
            assertEquals(token(9), cursors.places().get("billing"));
        }
    }

    @Test
    void shouldGiveANameToOneAtATimeAndItsPartsToOneEach()
    {
        try (NamedCursors cursors = new NamedCursors(null))
        {
            final CursorLease whole = cursors.take("a", 1, 1);
            assertNull(cursors.take("a", 1, 1));
            assertNotNull(cursors.take("a", 1, 4));
            assertNotNull(cursors.take("a", 2, 4));
            assertNull(cursors.take("a", 2, 4));
            whole.close();
            final CursorLease again = cursors.take("a", 1, 1);
            assertNotNull(again);
            whole.close(); // a lease that was given back takes nothing from who has it now
            assertNull(cursors.take("a", 1, 1));
        }
    }

    @Test
    void shouldRefuseAFileThatIsNotWhatWasWritten() throws IOException, InterruptedException
    {
        final Path cursorsFolder = folder.resolve("cursors");
        try (NamedCursors cursors = new NamedCursors(cursorsFolder))
        {
            store(cursors.take("a", 1, 1), token(5));
        }
        final Path file = cursorsFolder.resolve("a.cursor");
        final byte[] good = Files.readAllBytes(file);
        assertEquals(CursorFile.LENGTH, good.length);
        for (int i = 0; i < good.length; i++)
        {
            final byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            try (NamedCursors cursors = new NamedCursors(cursorsFolder))
            {
                final EventLogException e = assertThrows(EventLogException.class, () -> cursors.take("a", 1, 1));
                assertTrue(e.code() == ErrorCode.CORRUPT || e.code() == ErrorCode.NEWER_FORMAT && i >= 8 && i < 12, "byte " + i);
            }
        }
    }

    @Test
    void shouldRefuseANameThatIsNone()
    {
        try (NamedCursors cursors = new NamedCursors(null))
        {
            assertThrows(IllegalArgumentException.class, () -> cursors.take("../x", 1, 1));
            assertThrows(IllegalArgumentException.class, () -> cursors.take("a%1-2", 1, 1));
            assertThrows(IllegalArgumentException.class, () -> cursors.take("", 1, 1));
        }
    }
}
