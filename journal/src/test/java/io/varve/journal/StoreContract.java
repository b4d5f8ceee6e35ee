package io.varve.journal;

import io.varve.api.EventStore;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What every store promises, whatever keeps its log; each test starts with an empty one. */
public abstract class StoreContract
{
    protected EventStore store;

    /** A new, empty store. */
    protected abstract EventStore open();

    @BeforeEach
    void openStore()
    {
        store = open();
    }

    @AfterEach
    void closeStore()
    {
        store.close();
    }

    protected static EventLogException assertFails(final ErrorCode code, final Executable executable)
    {
        final EventLogException failure = assertThrows(EventLogException.class, executable);
        assertEquals(code, failure.code(), failure.toString());
        return failure;
    }

    protected static IllegalArgumentException assertRefused(final Executable executable)
    {
        return assertThrows(IllegalArgumentException.class, executable);
    }
}
