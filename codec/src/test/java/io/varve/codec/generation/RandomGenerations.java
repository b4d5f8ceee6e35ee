package io.varve.codec.generation;

import io.varve.codec.Limits;
import io.varve.codec.name.Identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generations of any legal shape, the boundaries drawn more often than by chance. */
final class RandomGenerations
{
    private RandomGenerations()
    {
    }

    /** A generation that fits. */
    static GenerationModel next(final Random random)
    {
        final GenerationModel model = new GenerationModel();
        model.journal = new JournalIdentity(
            random.nextLong(), random.nextLong(), random.nextLong() & 0xFFFF_FFFFL, random.nextLong());
        model.number = random.nextLong() >>> 1;
        model.firstPosition = random.nextLong() >>> 2;
        model.minTimestamp = oneOf(random, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong());
        model.maxTimestamp = random.nextLong();
        model.recordedAt = random.nextLong();
        model.syncedUpTo = random.nextInt(3) == 0 ? -1 : random.nextLong();
        model.previousChain = random.nextLong();
        addTables(model, random);
        for (int i = 0, count = random.nextInt(20); i < count; i++)
        {
            final GenerationModel.Batch batch = random.nextInt(8) == 0 ?
                GenerationModel.Batch.hole(1 + (random.nextLong() >>> 8)) : batch(model, random);
            model.batches.add(batch);
            if (!model.fits())
            {
                model.batches.remove(model.batches.size() - 1);
            }
        }
        return model;
    }

    private static void addTables(final GenerationModel model, final Random random)
    {
        final int identities = (int)oneOf(random, 1, 2, Limits.MAX_GENERATION_IDENTITIES, 1 + random.nextInt(20));
        for (int i = 0; i < identities; i++)
        {
            model.identities.add(Identity.of("domain-" + random.nextInt(1_000), random.nextInt(256)));
        }
        final int producers = (int)oneOf(random, 0, 1, Limits.MAX_GENERATION_PRODUCERS, random.nextInt(20));
        for (int i = 0; i < producers; i++)
        {
            model.producers.add(new GenerationModel.Producer(random.nextLong(), random.nextInt()));
        }
        for (int i = 0, count = random.nextInt(12); i < count; i++)
        {
            final EntryKind kind = EntryKind.values()[random.nextInt(4)];
            final int nameLength = (int)oneOf(random, 1, 7, 8, 9, Limits.MAX_KEY_LENGTH, 1 + random.nextInt(80));
            model.entries.add(new GenerationModel.Entry(
                kind, random.nextInt(identities), random.nextLong(), "n".repeat(nameLength)));
        }
    }

    /** A batch; most are small, as in life. */
    static GenerationModel.Batch batch(final GenerationModel model, final Random random)
    {
        final List<GenerationModel.Event> events = new ArrayList<>();
        final int count = (int)oneOf(random, 1, 1, 1, 2, 255, 256, 1 + random.nextInt(256));
        for (int i = 0; i < count; i++)
        {
            events.add(event(random, (int)oneOf(random, 0, 1, random.nextInt(100), random.nextInt(100))));
        }
        if (random.nextInt(16) == 0)
        {
            events.set(0, event(random, (int)oneOf(random, Limits.MAX_EVENT_LENGTH, Limits.MAX_EVENT_LENGTH - 1)));
        }
        final byte[] metadata = new byte[(int)oneOf(random, 0, 0, 0, 1, 50, Limits.MAX_METADATA_LENGTH)];
        random.nextBytes(metadata);
        return new GenerationModel.Batch(
            0,
            random.nextInt(4),
            random.nextInt(model.identities.size()),
            random.nextLong(),
            oneOf(random, 0, Limits.MAX_VERSION, random.nextInt(100)),
            model.minTimestamp + oneOf(random, 0, 1, -1, 0xFFFF_FFFFL, 0x1_0000_0000L, Long.MIN_VALUE, random.nextLong()),
            random.nextInt(model.producers.size() + 1),
            oneOf(random, 0, 1, 0xFFFF_FFFFL, 0x1_0000_0000L, Long.MAX_VALUE, -1, random.nextLong()),
            metadata,
            events);
    }

    private static GenerationModel.Event event(final Random random, final int length)
    {
        final byte[] data = new byte[length];
        random.nextBytes(data);
        return new GenerationModel.Event((int)oneOf(random, 1, Limits.MAX_TYPES, 1 + random.nextInt(50)), data);
    }

    private static long oneOf(final Random random, final long... values)
    {
        return values[random.nextInt(values.length)];
    }
}
