package io.varve.tools.torture.workload;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.codec.EventLogException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Threads that put batches of all lengths into a few streams, some of them waiting for the sync, and note what they are told. */
public final class Workload
{
    private final EventStore store;
    private final Ledger ledger;
    private final Durability noted;
    private final BooleanSupplier isOver;
    private final List<Thread> threads = new ArrayList<>();
    private volatile EventLogException failure;

    /**
     * Over an open store.
     *
     * @param noted  level whose acks are noted.
     * @param isOver asked between batches.
     */
    public Workload(final EventStore store, final Ledger ledger, final Durability noted, final BooleanSupplier isOver)
    {
        this.store = store;
        this.ledger = ledger;
        this.noted = noted;
        this.isOver = isOver;
    }

    /**
     * Starts a writer.
     *
     * @param writer  never used before with this log.
     * @param batches it writes at most.
     */
    public Workload start(final int writer, final int batches, final long seed)
    {
        final Thread thread = new Thread(() -> write(writer, batches, new Random(seed)), "torture-writer-" + writer);
        threads.add(thread);
        thread.start();
        return this;
    }

    /** Waits for all writers. */
    public void join() throws InterruptedException
    {
        for (final Thread thread : threads)
        {
            thread.join();
        }
    }

    /** What ended a writer, or null. */
    public EventLogException failure()
    {
        return failure;
    }

    private void write(final int writer, final int batches, final Random random)
    {
        final int mostUnsynced = 1 << random.nextInt(8);
        int number = 0;
        try
        {
            for (int i = 0; i < batches && !isOver.getAsBoolean(); i++)
            {
                final int count = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 1;
                final Instance instance = instance(writer, random);
                final Batch batch = batch(writer, number, count, random);
                final Durability level = random.nextInt(mostUnsynced) == 0 ? Durability.SYNCED : Durability.JOURNALED;
                final Ack ack = instance.put(batch, level);
                if (ack.reached().compareTo(this.noted) >= 0)
                {
                    ledger.add(writer, number, count, ack.position());
                }
                number += count;
            }
        }
        catch (final EventLogException e)
        {
            failure = e;
        }
    }

    private Instance instance(final int writer, final Random random)
    {
        final int stream = random.nextInt(8);
        return stream < 4 ?
            store.domain("torture").aggregate("numbered").instance(stream) :
            store.domain("torture").aggregate("keyed").instance("key " + stream + " of " + writer);
    }

    private static Batch batch(final int writer, final int firstNumber, final int count, final Random random)
    {
        final List<Event> events = new ArrayList<>(count);
        final int mostBytes = random.nextInt(40) == 0 ? 60_000 / count : random.nextInt(4) == 0 ? 4_000 / count : 200;
        for (int i = 0; i < count; i++)
        {
            events.add(Event.of("T" + random.nextInt(4),
                Payload.of(writer, firstNumber + i, Payload.MIN_LENGTH + random.nextInt(mostBytes))));
        }
        return Batch.of(events);
    }
}
