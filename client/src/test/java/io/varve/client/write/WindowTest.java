package io.varve.client.write;

import io.varve.api.AckStatus;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.AckDecoder;
import io.varve.codec.protocol.AckEncoder;
import io.varve.codec.protocol.BatchStatus;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class WindowTest
{
    private static AckDecoder ack(final long firstSequence, final BatchStatus... statuses)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final AckEncoder encoder = new AckEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.firstSequence(firstSequence).publisher(1).positions().journaled(0).synced(0).replicated(0);
        final AckEncoder.OutcomesEncoder outcomes = encoder.outcomesCount(statuses.length);
        for (int i = 0; i < statuses.length; i++)
        {
            outcomes.next().position(100 + i).version(i).part(0).status(statuses[i]);
        }
        return new AckDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    }

    @Test
    void shouldCompleteInTheOrderOfTickets()
    {
        final Window window = new Window(4);
        for (int round = 0; round < 10; round++)
        {
            final long first = window.issue(1, 10 + round, 8, null, -1);
            window.issue(3, 11 + round, 8, null, -1);

            window.complete(ack(10 + round, BatchStatus.ADMITTED, BatchStatus.DUPLICATE));

            assertEquals(first + 2, window.completed());
            assertEquals(AckStatus.ADMITTED, window.status(first));
            assertEquals(AckStatus.DUPLICATE, window.status(first + 1));
            assertEquals(101, window.position(first + 1));
            assertEquals(104, window.writtenUpTo());
            window.poll();
            window.poll();
        }
    }

    @Test
    void shouldRefuseAnAckOfWhatWasNotSent()
    {
        final Window window = new Window(4);
        window.issue(1, 5, 8, null, -1);

        for (final AckDecoder wrong : new AckDecoder[]{
            ack(6, BatchStatus.ADMITTED), ack(4, BatchStatus.ADMITTED), ack(5, BatchStatus.ADMITTED, BatchStatus.ADMITTED)})
        {
            final EventLogException failure = assertThrows(EventLogException.class, () -> window.complete(wrong));
            assertEquals(ErrorCode.PROTOCOL, failure.code());
            assertEquals(0, window.completed());
        }
    }

    @Test
    void shouldKeepTheNodesReasonUntilItIsPolled()
    {
        final Window window = new Window(4);
        final RuntimeException why = new IllegalArgumentException("too large");
        window.issue(1, 1, 8, null, -1);
        window.issue(1, 2, 8, null, -1);
        window.announce(2, why);

        window.complete(ack(1, BatchStatus.ADMITTED, BatchStatus.REFUSED));

        assertNull(window.reason(0));
        assertSame(why, window.reason(1));
        assertEquals(AckStatus.REFUSED, window.status(1));
        window.poll();
        window.poll();
        assertNull(window.reason(1));
    }

    @Test
    void shouldGiveOneFateToAllThatWait()
    {
        final Window window = new Window(4);
        window.issue(1, 1, 8, null, -1);
        window.issue(1, 2, 8, null, -1);
        window.complete(ack(1, BatchStatus.ADMITTED));

        window.completeAll(AckStatus.OUTCOME_UNKNOWN);

        assertEquals(AckStatus.ADMITTED, window.status(0));
        assertEquals(AckStatus.OUTCOME_UNKNOWN, window.status(1));
        assertEquals(-1, window.position(1));
        assertEquals(2, window.completed());
    }
}
