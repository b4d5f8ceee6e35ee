package io.varve.replication.message;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a node refuses with is what its client throws. */
class RefusalsTest
{
    /** Come as the status of a batch. */
    private static final Set<ErrorCode> STATUSES =
        EnumSet.of(ErrorCode.WRONG_EXPECTED_VERSION, ErrorCode.SEQUENCE_GAP, ErrorCode.OUTCOME_TOO_OLD);

    /** Nothing that a store throws which is open. */
    private static final Set<ErrorCode> ELSEWHERE = EnumSet.of(ErrorCode.LOCKED, ErrorCode.NOT_A_STORE, ErrorCode.NOT_A_BACKUP,
        ErrorCode.NOT_EMPTY, ErrorCode.UNREACHABLE, ErrorCode.OUTCOME_UNKNOWN, ErrorCode.LIMIT_REACHED, ErrorCode.PROTOCOL);

    private static RuntimeException asClient(final RefusalCode code)
    {
        return io.varve.client.session.Refusals.of(code.value(), "what, where");
    }

    @ParameterizedTest
    @EnumSource
    void shouldCrossTheWireAsItself(final ErrorCode code)
    {
        final EventLogException e = assertInstanceOf(EventLogException.class, asClient(Refusals.codeOf(code)));
        final ErrorCode expected = STATUSES.contains(code) || ELSEWHERE.contains(code) ? ErrorCode.IO_ERROR :
            code == ErrorCode.CLOSED ? ErrorCode.UNREACHABLE : code; // the node's end is not that of the client's store
        assertEquals(expected, e.code());
        assertEquals("what, where", e.getMessage());
    }

    @Test
    void shouldHaveAnExceptionForEachCode()
    {
        for (final RefusalCode code : RefusalCode.values())
        {
            if (code == RefusalCode.BAD_NAME || code == RefusalCode.BAD_REQUEST)
            {
                assertInstanceOf(IllegalArgumentException.class, asClient(code));
            }
            else
            {
                assertInstanceOf(EventLogException.class, asClient(code));
            }
        }
    }

    @Test
    void shouldTellCodesOfALaterVersionByTheirText()
    {
        final int later = 1 + Arrays.stream(RefusalCode.values()).filter(code -> code != RefusalCode.NULL_VAL)
            .mapToInt(RefusalCode::value).max().orElseThrow();
        final RuntimeException e = io.varve.client.session.Refusals.of(later, "what, where");
        assertEquals(ErrorCode.PROTOCOL, assertInstanceOf(EventLogException.class, e).code());
        assertTrue(e.getMessage().startsWith("what, where"), e.getMessage());
    }
}
