package io.varve.tools.load;

import io.varve.api.AckStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class AckLedgerTest
{
    @Test
    void shouldSettleOnlyWhatIsAckedAndReached()
    {
        final AckLedger ledger = new AckLedger(null, 10);
        publish(ledger, 11, 12);
        publish(ledger, 13);

        ledger.settle(100);
        assertEquals(10, ledger.ackedThroughLine());

        ledger.onAck(0, AckStatus.ADMITTED, 5, 0);
        ledger.settle(6);
        assertEquals(10, ledger.ackedThroughLine());

        ledger.settle(7);
        assertEquals(12, ledger.ackedThroughLine());
        assertEquals(2, ledger.events());
        assertEquals(1, ledger.batches());
        assertEquals(1, ledger.unsettledBatches());
        assertNull(ledger.refusal());
    }

    @Test
    void shouldStopTheRunOfLinesAtARefusal(@TempDir final Path directory) throws IOException
    {
        final Path path = directory.resolve("acks");
        try (AckFile file = AckFile.open(path))
        {
            final AckLedger ledger = new AckLedger(file, 0);
            publish(ledger, 1);
            publish(ledger, 2, 3);
            publish(ledger, 4);

            ledger.onAck(0, AckStatus.ADMITTED, 0, 0);
            ledger.onAck(1, AckStatus.DISK_FULL, -1, -1);
            ledger.onAck(2, AckStatus.ADMITTED, 1, 0);
            ledger.settle(2);

            assertEquals(1, ledger.ackedThroughLine());
            assertEquals(AckStatus.DISK_FULL, ledger.refusal());
            assertEquals(2, ledger.events());
            assertEquals(2, ledger.batches());
            assertEquals(1, ledger.eventsBehindRefusal());
            assertEquals(0, ledger.unsettledBatches());
            assertEquals("1 0\n4 1\n", Files.readString(path));
        }
    }

    @Test
    void shouldKeepOrderBeyondItsFirstCapacity()
    {
        final AckLedger ledger = new AckLedger(null, 0);
        for (int round = 0; round < 5; round++)
        {
            final int base = round * 1_500;
            for (int i = 0; i < 1_500; i++)
            {
                publish(ledger, base + i + 1);
            }
            for (int i = 0; i < 1_500; i++)
            {
                ledger.onAck(base + i, AckStatus.ADMITTED, base + i, 0);
            }
            ledger.settle(base + 700);
            assertEquals(base + 700, ledger.ackedThroughLine());
            ledger.settle(base + 1_500);
            assertEquals(base + 1_500, ledger.ackedThroughLine());
        }
    }

    private static void publish(final AckLedger ledger, final long... lines)
    {
        for (final long line : lines)
        {
            ledger.addLine(line);
        }
        ledger.addBatch(lines.length);
    }
}
