package io.varve.codec.generation;

import io.varve.codec.name.Identity;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The worked generation: of docs/FORMAT.md and of the golden file of layout version 1. */
final class SampleGenerations
{
    /** 14 November 2023, 22:13:20 UTC. */
    private static final long MIN_TIMESTAMP = 1_700_000_000_000_000_000L;

    private SampleGenerations()
    {
    }

    /**
     * A generation in which every part of the layout appears once: a hole, a transaction of a numbered and a keyed batch
     * of one named producer, all four kinds of dictionary entries, a narrow and a wide time and sequence, metadata.
     * Never changed: the golden file was made from it.
     */
    static GenerationModel worked()
    {
        final GenerationModel model = new GenerationModel();
        model.journal = new JournalIdentity(0x1111_1111_1111_1111L, 0x2222_2222_2222_2222L, 2, 5);
        model.number = 7;
        model.firstPosition = 100;
        model.minTimestamp = MIN_TIMESTAMP;
        model.maxTimestamp = MIN_TIMESTAMP + 5_000_000_000L;
        model.recordedAt = MIN_TIMESTAMP + 6_000_000_000L;
        model.syncedUpTo = 4;
        model.previousChain = 0x0123_4567_89AB_CDEFL;

        model.identities.add(Identity.of("town", 1));
        model.producers.add(new GenerationModel.Producer(1, 3));
        model.entries.add(new GenerationModel.Entry(EntryKind.AGGREGATE, 0, 1, "person"));
        model.entries.add(new GenerationModel.Entry(EntryKind.TYPE, 0, 1, "Named"));
        model.entries.add(new GenerationModel.Entry(EntryKind.KEY, 0, 1, "j.doe-79"));
        model.entries.add(new GenerationModel.Entry(EntryKind.PRODUCER, 0, 1, "import"));

        model.batches.add(GenerationModel.Batch.hole(3));
        model.batches.add(new GenerationModel.Batch(
            0, BatchFlags.MORE, 0, 42, 0, MIN_TIMESTAMP, 1, 0xFFFF_FFFFL, new byte[0],
            List.of(event("John"), event("Jaughn"))));
        model.batches.add(new GenerationModel.Batch(
            0, BatchFlags.KEYED, 0, 1, 9, MIN_TIMESTAMP + 5_000_000_000L, 1, 0x1_0000_0000L,
            new byte[]{5, 3, 0, 'a', 'n', 'n'}, List.of(event("Jane"))));
        return model;
    }

    private static GenerationModel.Event event(final String data)
    {
        return new GenerationModel.Event(1, data.getBytes(StandardCharsets.UTF_8));
    }
}
