package io.varve.journal.linearizability;

import io.varve.api.ExpectedVersion;
import io.varve.journal.linearizability.Operation.Kind;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The checker accepts what can have happened, and finds what cannot. */
class LinearizabilityCheckerTest
{
    private static Operation appended(final long expected, final int count, final long answer, final long call, final long end)
    {
        return new Operation(Kind.APPENDED, expected, count, answer, call, end);
    }

    private static Operation refused(final long expected, final long answer, final long call, final long end)
    {
        return new Operation(Kind.REFUSED, expected, 1, answer, call, end);
    }

    private static Operation read(final long answer, final long call, final long end)
    {
        return new Operation(Kind.READ, ExpectedVersion.ANY_CODE, 0, answer, call, end);
    }

    private static boolean holds(final Operation... operations)
    {
        return LinearizabilityChecker.isLinearizable(List.of(operations));
    }

    @Test
    void shouldAcceptWhatOneOrderExplains()
    {
        assertTrue(holds());
        assertTrue(holds(appended(-2, 2, 0, 0, 10), read(0, 1, 9), read(2, 2, 8)));
        assertTrue(holds(appended(0, 1, 1, 0, 100), appended(-2, 1, 0, 50, 60), refused(-2, 2, 70, 80)));
        assertTrue(holds(read(0, 0, 5), appended(-1, 1, 0, 5, 6)));
    }

    @Test
    void shouldFindALostUpdate()
    {
        assertFalse(holds(appended(-2, 1, 0, 0, 10), appended(-2, 1, 0, 5, 15)));
        assertFalse(holds(appended(-1, 1, 0, 0, 10), appended(-1, 1, 0, 5, 15)));
    }

    @Test
    void shouldFindAStaleRead()
    {
        assertFalse(holds(appended(-1, 1, 0, 0, 10), read(0, 11, 12)));
        assertFalse(holds(read(1, 0, 1), appended(-1, 1, 0, 2, 10)));
        assertFalse(holds(appended(-1, 1, 0, 0, 10), read(1, 3, 4), read(0, 5, 6)));
    }

    @Test
    void shouldFindARefusalThatNothingExplains()
    {
        assertFalse(holds(refused(-2, 0, 0, 10)));
        assertFalse(holds(refused(-2, 1, 0, 10)));
        assertFalse(holds(appended(-1, 1, 0, 0, 10), refused(0, 1, 11, 12)));
        assertFalse(holds(appended(-1, 1, 0, 0, 10), refused(5, 0, 11, 12)));
    }

    @Test
    void shouldAgreeWithEveryOrderTried()
    {
        final Random random = new Random(7);
        int sound = 0;
        for (int round = 0; round < 4_000; round++)
        {
            final List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < 4; i++)
            {
                final long call = random.nextInt(12);
                final long end = call + random.nextInt(8);
                final Kind kind = Kind.values()[random.nextInt(3)];
                operations.add(new Operation(kind, -2 + random.nextInt(4), 1, random.nextInt(3), call, end));
            }
            final boolean isSound = anyOrderHolds(operations, new ArrayList<>());
            sound += isSound ? 1 : 0;
            assertEquals(isSound, LinearizabilityChecker.isLinearizable(operations), operations.toString());
        }
        assertTrue(sound > 10, "sound=" + sound);
    }

    private static boolean anyOrderHolds(final List<Operation> left, final List<Operation> order)
    {
        if (left.isEmpty())
        {
            long state = 0;
            for (final Operation operation : order)
            {
                state = state == Operation.IMPOSSIBLE ? state : operation.apply(state);
            }
            return state != Operation.IMPOSSIBLE;
        }
        for (final Operation first : left)
        {
            if (left.stream().allMatch(other -> first.callNs() <= other.returnNs()))
            {
                final List<Operation> rest = new ArrayList<>(left);
                rest.remove(Collections.indexOfSubList(rest, List.of(first)));
                order.add(first);
                final boolean holds = anyOrderHolds(rest, order);
                order.remove(order.size() - 1);
                if (holds)
                {
                    return true;
                }
            }
        }
        return false;
    }
}
