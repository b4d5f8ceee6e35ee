package io.varve.journal;

import io.varve.api.BatchClaim;
import io.varve.api.Durability;
import io.varve.api.EventType;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a claim in a ring that others share does to them. */
@Timeout(60)
abstract class OpenClaimContract extends StoreContract
{
    @Test
    void shouldHoldBackWhatComesBehindAnOpenClaimAndGoOnAfterIt()
    {
        final Instance instance = store.domain("publish").aggregate("thing").instance(1);
        final EventType type = store.domain("publish").type("T");
        final UnsafeBuffer large = new UnsafeBuffer(new byte[60_000]);
        try (Publisher holder = store.publisher(); Publisher other = store.publisher())
        {
            final BatchClaim open = holder.claim(instance, 1, 1);
            open.event(type, 1).putByte(0, (byte)1);
            long result = 0;
            int published = 0;
            while (result >= 0)
            {
                result = other.tryPublish(instance, type, large, 0, large.capacity());
                published += result >= 0 ? 1 : 0;
            }
            assertEquals(Publisher.BACK_PRESSURED, result);
            assertEquals(0, instance.get().count());

            holder.await(open.commit(), Durability.JOURNALED);
            other.await(published - 1, Durability.JOURNALED);
            assertEquals(published, other.publish(instance, type, large, 0, large.capacity()));
            other.await(published, Durability.JOURNALED);

            assertEquals(published + 2, instance.get().count());
        }
    }
}
