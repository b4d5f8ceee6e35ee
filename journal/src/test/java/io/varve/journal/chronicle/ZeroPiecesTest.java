package io.varve.journal.chronicle;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ZeroPiecesTest
{
    private static final long MUCH = ZeroPieces.LARGE_FROM;

    private final ZeroPieces pieces = new ZeroPieces(0);

    @Test
    void shouldStartSmall()
    {
        assertEquals(ZeroPieces.MIN_LENGTH, pieces.length(0, 0, 0));
        assertEquals(ZeroPieces.MIN_LENGTH, pieces.length(Integer.MAX_VALUE, 0, ZeroPieces.WINDOW_NS - 1));
    }

    @Test
    void shouldBeLargeForFastWriter()
    {
        assertEquals(ZeroPieces.MIN_LENGTH, new ZeroPieces(0).length(MUCH - 1, 0, ZeroPieces.WINDOW_NS));
        assertEquals(ZeroPieces.MAX_LENGTH, new ZeroPieces(0).length(MUCH, 0, ZeroPieces.WINDOW_NS));
        assertEquals(ZeroPieces.MAX_LENGTH, new ZeroPieces(0).length(MUCH, 1, ZeroPieces.WINDOW_NS));
        assertEquals(ZeroPieces.MIN_LENGTH, new ZeroPieces(0).length(MUCH, 0, 2 * ZeroPieces.WINDOW_NS));
    }

    @Test
    void shouldBeSmallForWriterThatSyncsOften()
    {
        assertEquals(ZeroPieces.MIN_LENGTH, new ZeroPieces(0).length(10 * MUCH, 11, ZeroPieces.WINDOW_NS));
        assertEquals(ZeroPieces.MAX_LENGTH, new ZeroPieces(0).length(10 * MUCH, 10, ZeroPieces.WINDOW_NS));
    }

    @Test
    void shouldBeSmallAgainWhenWriterSlowsDown()
    {
        assertEquals(ZeroPieces.MAX_LENGTH, pieces.length(2 * MUCH, 2, ZeroPieces.WINDOW_NS));
        assertEquals(ZeroPieces.MAX_LENGTH, pieces.length(2 * MUCH, 2, 2 * ZeroPieces.WINDOW_NS - 1));
        assertEquals(ZeroPieces.MIN_LENGTH, pieces.length(2 * MUCH + 1, 2, 2 * ZeroPieces.WINDOW_NS));
    }
}
