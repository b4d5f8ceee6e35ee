package io.varve.client.name;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.EventSet;
import io.varve.client.session.NodeConnection;

/** What an instance asks of its store. */
public interface StoreCalls
{
    /** Connection of the store. */
    NodeConnection connection();

    /** The level that a put waits for by itself. */
    Durability defaultDurability();

    /** Writes a batch and waits until it has reached a level. */
    Ack put(RemoteInstance instance, Batch batch, Durability durability);

    /** Events of a stream with {@code from <= version < to}. */
    EventSet read(RemoteInstance instance, long from, long to);

    /** Version of the last journaled event of a stream, -1 for none. */
    long version(RemoteInstance instance);
}
