package io.varve.journal.chronicle;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ZeroPiecesTest
{
    private static final long FAST_BYTES = ZeroPieces.FAST_BYTES_PER_SECOND / 50; // in a window of 20 ms

    private final ZeroPieces pieces = new ZeroPieces(0);

    @Test
    void shouldStartSmall()
    {
        assertEquals(ZeroPieces.MIN_LENGTH, pieces.length(0, 0));
        assertEquals(ZeroPieces.MIN_LENGTH, pieces.length(Integer.MAX_VALUE, ZeroPieces.WINDOW_NS - 1));
    }

    @Test
    void shouldBeLargeForFastWriter()
    {
        final long atBoundNs = ZeroPieces.WINDOW_NS;
        assertEquals(ZeroPieces.MIN_LENGTH, new ZeroPieces(0).length(FAST_BYTES - 1, atBoundNs));
        assertEquals(ZeroPieces.MAX_LENGTH, new ZeroPieces(0).length(FAST_BYTES + 1, atBoundNs));
    }

    @Test
    void shouldBeSmallAgainWhenWriterSlowsDown()
    {
        assertEquals(ZeroPieces.MAX_LENGTH, pieces.length(2 * FAST_BYTES, ZeroPieces.WINDOW_NS));
        assertEquals(ZeroPieces.MAX_LENGTH, pieces.length(2 * FAST_BYTES, 2 * ZeroPieces.WINDOW_NS - 1));
        assertEquals(ZeroPieces.MIN_LENGTH, pieces.length(2 * FAST_BYTES + 1, 2 * ZeroPieces.WINDOW_NS));
    }
}
