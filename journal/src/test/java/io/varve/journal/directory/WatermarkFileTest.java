package io.varve.journal.directory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WatermarkFileTest
{
    private final FormatFile format = new FormatFile(1, 11, 12, 512 * 1024);

    @TempDir
    Path folder;

    private DirectoryLayout directory;

    @BeforeEach
    void layout()
    {
        directory = new DirectoryLayout(folder);
    }

    private static Watermark watermark(final long number)
    {
        return new Watermark(number, 10 * number, -number, number / 2, 1 + number / 3, new BootId(number, 7), number % 2 == 0);
    }

    private void write(final int from, final int to) throws IOException
    {
        try (WatermarkFile file = WatermarkFile.open(directory, format))
        {
            for (int number = from; number < to; number++)
            {
                file.write(watermark(number));
                assertEquals(watermark(number), WatermarkFile.read(directory, format));
            }
        }
    }

    @Test
    void shouldReadTheLastThatWasWrittenOverReopens() throws IOException
    {
        assertNull(WatermarkFile.read(directory, format));
        write(0, 0);
        assertNull(WatermarkFile.read(directory, format));
        write(0, 3);
        write(3, 4);
        write(4, 9);

        assertEquals(watermark(8), WatermarkFile.read(directory, format));
        assertEquals(2 * WatermarkFile.SLOT_LENGTH, Files.size(directory.watermark()));
        write(9, 9);
        assertEquals(watermark(8), WatermarkFile.read(directory, format));
    }

    @Test
    void shouldFallBackToTheOneBeforeWhenTheLastIsTornAnywhere() throws IOException
    {
        write(0, 5);
        final byte[] before = Files.readAllBytes(directory.watermark());
        write(5, 6);
        final byte[] after = Files.readAllBytes(directory.watermark());
        final int slot = Arrays.equals(before, 0, 512, after, 0, 512) ? 512 : 0;
        int torn = 0;
        for (int length = 0; length <= 512; length++)
        {
            // The first bytes are the new ones, the rest still what stood there.
            final byte[] mixed = before.clone();
            System.arraycopy(after, slot, mixed, slot, length);
            Files.write(directory.watermark(), mixed);
            final Watermark found = WatermarkFile.read(directory, format);
            assertTrue(found.equals(watermark(4)) || found.equals(watermark(5)), "length=" + length + ": " + found);
            torn += found.equals(watermark(4)) ? 1 : 0;
        }
        assertTrue(torn > 50);
    }

    @Test
    void shouldTakeNoSlotWithAFlippedBit() throws IOException
    {
        write(0, 6);
        final byte[] good = Files.readAllBytes(directory.watermark());
        final Random random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            final byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte)(1 << random.nextInt(8));
            Files.write(directory.watermark(), bad);
            final Watermark found = WatermarkFile.read(directory, format);
            assertTrue(found.equals(watermark(4)) || found.equals(watermark(5)), found::toString);
        }
        Files.write(directory.watermark(), new byte[good.length]);
        assertNull(WatermarkFile.read(directory, format));
    }

    @Test
    void shouldOverwriteTheTornSlotNotTheGoodOne() throws IOException
    {
        write(0, 6);
        final byte[] bytes = Files.readAllBytes(directory.watermark());
        for (int slot = 0; slot < 2; slot++)
        {
            final byte[] torn = bytes.clone();
            Arrays.fill(torn, slot * 512 + 20, slot * 512 + 512, (byte)0x55);
            Files.write(directory.watermark(), torn);
            final Watermark left = WatermarkFile.read(directory, format);
            try (WatermarkFile file = WatermarkFile.open(directory, format))
            {
                file.write(watermark(20));
            }
            final byte[] after = Files.readAllBytes(directory.watermark());
            final int goodSlot = 1 - slot;
            assertTrue(Arrays.equals(torn, goodSlot * 512, goodSlot * 512 + 512, after, goodSlot * 512, goodSlot * 512 + 512),
                "the only good slot was overwritten: slot=" + goodSlot + ", left=" + left);
            assertEquals(watermark(20), WatermarkFile.read(directory, format));
        }
    }

    @Test
    void shouldIgnoreTheWatermarkOfAnotherJournal() throws IOException
    {
        write(0, 6);

        assertNull(WatermarkFile.read(directory, new FormatFile(1, 11, 13, 512 * 1024)));
        assertNull(WatermarkFile.read(directory, new FormatFile(1, 10, 12, 512 * 1024)));
    }
}
