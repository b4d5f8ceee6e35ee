package io.varve.replication.cursor;

import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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

    private static CursorLease take(final NamedCursors cursors, final String name, final int part, final int parts)
    {
        return cursors.claim(name, part, parts, "a test").look(0);
    }

    private static void assertTaken(final Executable look)
    {
        assertEquals(ErrorCode.CURSOR_TAKEN, assertThrows(EventLogException.class, look).code());
    }

    @Test
    void shouldWaitForTheEndOfWhoHoldsItButNotForLong()
    {
        try (NamedCursors cursors = new NamedCursors(null, 100))
        {
            final CursorLease first = cursors.claim("a", 2, 3, "the first one").look(5);
            final CursorClaim second = cursors.claim("a", 2, 3, "the second one");
            final CursorClaim third = cursors.claim("a", 2, 3, "the third one");
            assertNull(second.look(1_000));
            assertNull(third.look(1_050));
            assertNull(second.look(1_099));
            final EventLogException e = assertThrows(EventLogException.class, () -> second.look(1_100));
            assertEquals(ErrorCode.CURSOR_TAKEN, e.code());
            assertTrue(e.getMessage().contains("name=a%2-3, holder=the first one"), e.getMessage());
            first.close();
            assertNotNull(third.look(9_000)); // free is free, however late it is looked
        }
    }

    @Test
    void shouldBeginWhereTheLastHolderAskedItToBeKept() throws InterruptedException
    {
        try (NamedCursors cursors = new NamedCursors(folder.resolve("cursors"), Long.MAX_VALUE))
        {
            for (int i = 1; i <= 50; i++)
            {
                final CursorLease lease = take(cursors, "a", 1, 1);
                lease.store(token(i), (stored, failure) -> { });
                lease.close(); // gone before it is stored
                final CursorClaim next = cursors.claim("a", 1, 1, "the next one");
                CursorLease found = next.look(0);
                while (found == null)
                {
                    Thread.onSpinWait();
                    found = next.look(0);
                }
                assertEquals(token(i), found.place());
                found.close();
            }
        }
    }

    @Test
    void shouldFindWhatWasStoredBefore() throws InterruptedException
    {
        try (NamedCursors cursors = new NamedCursors(folder.resolve("cursors"), 0))
        {
            final CursorLease lease = take(cursors, "billing", 1, 1);
            assertNull(lease.place());
            store(lease, token(7));
            store(lease, token(9));
        }
        try (NamedCursors cursors = new NamedCursors(folder.resolve("cursors"), 0))
        {
            assertEquals(token(9), take(cursors, "billing", 1, 1).place());
            assertEquals(token(9), cursors.places().get("billing"));
        }
    }

    @Test
    void shouldGiveANameToOneAtATimeAndItsPartsToOneEach()
    {
        try (NamedCursors cursors = new NamedCursors(null, 0))
        {
            final CursorLease whole = take(cursors, "a", 1, 1);
            assertTaken(() -> take(cursors, "a", 1, 1));
            assertNotNull(take(cursors, "a", 1, 4));
            assertNotNull(take(cursors, "a", 2, 4));
            assertTaken(() -> take(cursors, "a", 2, 4));
            whole.close();
            final CursorLease again = take(cursors, "a", 1, 1);
            assertNotNull(again);
            whole.close(); // a lease that was given back takes nothing from who has it now
            assertTaken(() -> take(cursors, "a", 1, 1));
        }
    }

    @Test
    void shouldRefuseAFileThatIsNotWhatWasWritten() throws IOException, InterruptedException
    {
        final Path cursorsFolder = folder.resolve("cursors");
        try (NamedCursors cursors = new NamedCursors(cursorsFolder, 0))
        {
            store(take(cursors, "a", 1, 1), token(5));
        }
        final Path file = cursorsFolder.resolve("a.cursor");
        final byte[] good = Files.readAllBytes(file);
        assertEquals(CursorFile.LENGTH, good.length);
        for (int i = 0; i < good.length; i++)
        {
            final byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            try (NamedCursors cursors = new NamedCursors(cursorsFolder, 0))
            {
                final EventLogException e = assertThrows(EventLogException.class, () -> take(cursors, "a", 1, 1));
                assertTrue(e.code() == ErrorCode.CORRUPT || e.code() == ErrorCode.NEWER_FORMAT && i >= 8 && i < 12, "byte " + i);
            }
        }
    }

    @Test
    void shouldRefuseANameThatIsNone()
    {
        try (NamedCursors cursors = new NamedCursors(null, 0))
        {
            assertThrows(IllegalArgumentException.class, () -> take(cursors, "../x", 1, 1));
            assertThrows(IllegalArgumentException.class, () -> take(cursors, "a%1-2", 1, 1));
            assertThrows(IllegalArgumentException.class, () -> take(cursors, "", 1, 1));
        }
    }
}
