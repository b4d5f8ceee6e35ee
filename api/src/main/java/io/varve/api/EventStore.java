package io.varve.api;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

/**
 * An event log: writers append events to streams, readers follow the log or one stream, nothing is ever changed.
 *
 * <p>Thread-safe. Close it: the last generation is sealed and synced then.
 */
public interface EventStore extends LogReader
{
    /**
     * Opens a store.
     *
     * @param connection {@code fs:///path} for a data directory of this machine, created when it is missing or empty;
     *                   {@code mem://} for one in memory that ends when it is closed; {@code aeron:ipc} or {@code
     *                   aeron:udp?endpoint=host:port} for a node, with the client on the class path.
     * @throws IllegalArgumentException for any other text.
     * @throws EventLogException        with {@link ErrorCode#UNREACHABLE}, {@link ErrorCode#UNAUTHENTICATED}, {@link
     *                                  ErrorCode#LIMIT_REACHED}, {@link ErrorCode#LOCKED}, {@link ErrorCode#NOT_A_STORE},
     *                                  {@link ErrorCode#NEWER_FORMAT}, {@link ErrorCode#READ_ONLY}, {@link ErrorCode#CORRUPT},
     *                                  {@link ErrorCode#DISK_FULL} or {@link ErrorCode#IO_ERROR}.
     */
    static EventStore connect(final String connection)
    {
        return EventStoreProvider.connect(connection);
    }

    /**
     * A new number for an instance: 63 bits, never negative, random between runs of neighbours, so that instances which are
     * created together stand together, and no two processes give the same one.
     */
    long newId();

    /**
     * A namespace.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    Domain domain(String name);

    /** Opens a pipelined writer for one thread. */
    Publisher publisher();

    /**
     * Opens a session of a named producer: a pipelined writer whose batches are numbered, so that one that is sent again is never
     * written twice. The session before it under the same name, if any, is fenced: it writes nothing any more.
     *
     * @param producer 1 to 1,024 bytes of UTF-8.
     */
    Producer publisher(String producer);

    /** Starts a transaction: batches of several streams, and conditions, that are written together or not at all. */
    Transaction transaction();

    /** Waits until everything published before this call has reached a level. */
    void await(Durability durability);

    /** The level that {@link Instance#put} and {@link #tail} wait for by themselves: the strongest of the medium. */
    @Override
    Durability defaultDurability();

    /** Seals, syncs, and marks the store as cleanly closed. Idempotent. */
    @Override
    void close();
}
