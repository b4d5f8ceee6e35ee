package io.varve.client.write;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SendAgainTest
{
    private static final int MAX_LENGTH = 4 << 20;

    /** Messages of a byte each, by their lengths. */
    private record Kept(int length, byte content)
    {
    }

    private static void assertHolds(final Deque<Kept> expected, final SendAgain kept)
    {
        int offset = kept.start();
        for (final Kept message : expected)
        {
            for (int i = 0; i < message.length(); i++)
            {
                assertEquals(message.content(), kept.buffer().getByte(offset + i));
            }
            offset += SendAgain.place(message.length());
        }
    }

    @Test
    void shouldKeepWhatWasNotReleasedHoweverItMoves()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            final Random random = new Random(seed);
            final SendAgain kept = new SendAgain();
            final Deque<Kept> model = new ArrayDeque<>();
            for (int i = 0; i < 400; i++)
            {
                if (random.nextInt(5) < 3)
                {
                    final Kept message = new Kept(1 + random.nextInt(random.nextBoolean() ? 100 : 9_000), (byte)i);
                    final int offset = kept.claim(message.length());
                    kept.buffer().setMemory(offset, message.length(), message.content());
                    kept.append(message.length());
                    model.add(message);
                }
                else if (!model.isEmpty())
                {
                    kept.release(model.poll().length());
                }
                if (i % 20 == 0)
                {
                    assertHolds(model, kept);
                }
            }
            assertHolds(model, kept);
        }
    }

    @Test
    void shouldHaveRoomUpToTheBoundAndAgainBehindARelease()
    {
        final SendAgain kept = new SendAgain();
        final int length = 128 * 1024;
        for (int i = 0; i < MAX_LENGTH / length; i++)
        {
            assertTrue(kept.claim(length) >= 0, "i=" + i);
            kept.append(length);
        }

        assertEquals(-1, kept.claim(1));
        assertEquals(-1, kept.claim(length));
        kept.release(length);
        assertTrue(kept.claim(length) >= 0);
    }
}
