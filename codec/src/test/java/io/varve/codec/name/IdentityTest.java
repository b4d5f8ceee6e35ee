package io.varve.codec.name;

import io.varve.codec.OffHeap;
import io.varve.codec.SeededRounds;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

class IdentityTest
{
    @Test
    void shouldStandAsPackedDomainThenAggregateNumber()
    {
        final UnsafeBuffer buffer = OffHeap.allocate(Identity.LENGTH);
        final Identity identity = Identity.of("z", 0xAB);

        Identity.write(buffer, 0, identity.high(), identity.low());

        assertEquals("ac0000000000000000000000000000ab",
            HexFormat.of().formatHex(OffHeap.bytes(buffer, 0, Identity.LENGTH)));
        assertEquals(0xAC00_0000_0000_0000L, identity.high());
        assertEquals(0xABL, identity.low());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 254, 255})
    void shouldKeepDomainAndAggregateNumber(final int aggregateNumber)
    {
        final Identity identity = Identity.of("abcdefghijklmnopqrst", aggregateNumber);

        assertEquals("abcdefghijklmnopqrst", identity.domain());
        assertEquals(aggregateNumber, identity.aggregateNumber());
    }

    @Test
    void shouldReadWhatWasWrittenAtAnyOffset()
    {
        SeededRounds.run(100, random ->
        {
            final UnsafeBuffer buffer = OffHeap.allocate(64);
            final int offset = random.nextInt(64 - Identity.LENGTH + 1);
            final Identity identity = new Identity(random.nextLong(), random.nextLong());

            Identity.write(buffer, offset, identity.high(), identity.low());

            assertEquals(identity, Identity.read(buffer, offset));
            assertEquals(identity.high(), Identity.high(buffer, offset));
            assertEquals(identity.low(), Identity.low(buffer, offset));
        });
    }

    @Test
    void shouldChangeOnlyTheAggregate()
    {
        final Identity identity = Identity.of("abcdefghijklmnopqrst", 7);

        assertEquals(Identity.of("abcdefghijklmnopqrst", 255), identity.withAggregate(255));
        assertEquals(Identity.of("abcdefghijklmnopqrst", 0), identity.domainIdentity());
        assertEquals(identity, identity.domainIdentity().withAggregate(7));
        assertNotEquals(identity, identity.withAggregate(8));
    }

    @Test
    void shouldOrderByDomainThenAggregate()
    {
        SeededRounds.run(2_000, random ->
        {
            final String leftDomain = randomName(random);
            final String rightDomain = random.nextInt(4) == 0 ? leftDomain : randomName(random);
            final int leftNumber = random.nextInt(256);
            final int rightNumber = random.nextInt(256);
            final Identity left = Identity.of(leftDomain, leftNumber);
            final Identity right = Identity.of(rightDomain, rightNumber);

            final int byName = leftDomain.compareTo(rightDomain);
            final int expected = byName != 0 ? byName : Integer.compare(leftNumber, rightNumber);
            final int byHigh = Long.compareUnsigned(left.high(), right.high());
            final int actual = byHigh != 0 ? byHigh : Long.compareUnsigned(left.low(), right.low());
            final int byBytes = Arrays.compareUnsigned(bytes(left), bytes(right));

            assertEquals(Integer.signum(expected), Integer.signum(actual), left + " <> " + right);
            assertEquals(Integer.signum(expected), Integer.signum(byBytes), left + " <> " + right);
        });
    }

    private static byte[] bytes(final Identity identity)
    {
        final UnsafeBuffer buffer = OffHeap.allocate(Identity.LENGTH);
        Identity.write(buffer, 0, identity.high(), identity.low());
        return OffHeap.bytes(buffer, 0, Identity.LENGTH);
    }

    private static String randomName(final Random random)
    {
        final StringBuilder name = new StringBuilder();
        for (int i = 0, length = 1 + random.nextInt(PackedAscii.MAX_LENGTH); i < length; i++)
        {
            name.append("-09:@_az".charAt(random.nextInt(8)));
        }
        return name.toString();
    }
}
