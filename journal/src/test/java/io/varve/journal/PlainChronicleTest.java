package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Publisher;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.directory.BootId;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.SegmentFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Chronicle's own readers see our generations, all of them and nothing else. */
class PlainChronicleTest
{
    private static final String DUMP = "net.openhft.chronicle.queue.main.DumpMain";

    @TempDir
    Path folder;

    private Path directory()
    {
        return folder.resolve("data");
    }

    private StoreContext context()
    {
        return new StoreContext().directory(directory()).segmentLength(512 * 1024);
    }

    private void write(final EmbeddedEventStore store, final int batches)
    {
        final Random random = new Random(batches);
        try (Publisher publisher = store.publisher())
        {
            for (int i = 0; i < batches; i++)
            {
                TestEvents.makeRoom(publisher, publisher.publish(store.domain("d").aggregate("a").instance(i % 7),
                    Batch.of(Event.of("T", TestEvents.bytes(i, random.nextInt(i % 30 == 0 ? 65_535 : 2_000))))));
            }
        }
        store.await(Durability.SYNCED);
    }

    private List<byte[]> generations()
    {
        final List<byte[]> generations = new ArrayList<>();
        final GenerationWalker walker = new GenerationWalker(
            new SegmentFolder(directory().resolve("journal")), () -> TestDirectories.journal(directory()).folded());
        while (walker.next(Long.MAX_VALUE) == Step.GENERATION)
        {
            final GenerationDecoder generation = walker.generation();
            final byte[] bytes = new byte[generation.length()];
            generation.buffer().getBytes(0, bytes);
            generations.add(bytes);
        }
        return generations;
    }

    private void assertSeenByPlainReaders() throws Exception
    {
        final List<byte[]> expected = generations();
        assertEquals(DataDirectory.verify(directory()).generations(), expected.size());

        final List<byte[]> found = PlainChronicle.readAll(directory());

        assertEquals(expected.size(), found.size());
        for (int i = 0; i < found.size(); i++)
        {
            assertArrayEquals(expected.get(i), found.get(i), "document=" + i);
        }
        assertEquals(expected.size(), dumped());
    }

    private long dumped() throws IOException, InterruptedException
    {
        final Path output = folder.resolve("dump.txt");
        // It may write: into a copy.
        final Path copy = TestDirectories.copy(directory().resolve("journal"), folder.resolve("dumped"));
        Files.delete(copy.resolve("metadata.cq4t"));
        try (ChildJvm dump = ChildJvm.start(DUMP, output, copy))
        {
            assertTrue(dump.endsWithin(60_000));
        }
        final String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertTrue(!text.contains("Exception"), () -> text.substring(0, Math.min(2_000, text.length())));
        return text.lines().filter(line -> line.startsWith("--- !!data")).count();
    }

    @Test
    void shouldShowAllGenerationsOverManySegmentsAndARestart() throws Exception
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            write(store, 1_200);
            assertEquals(generations().size(), PlainChronicle.readAll(directory()).size());
        }
        assertTrue(SegmentImage.files(directory()).size() >= 4);
        assertSeenByPlainReaders();

        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            write(store, 300);
        }
        assertSeenByPlainReaders();
    }

    @Test
    void shouldShowAllGenerationsAfterACut() throws Exception
    {
        final int before = loseTheLastGeneration();

        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            assertEquals(before - 1, generations().size());
            write(store, 300);
        }

        assertSeenByPlainReaders();
    }

    /** A recovery that failed, or was killed, when it had begun to write must not be taken for the end of a good writer. */
    @Test
    void shouldShowAllGenerationsWhenTheFirstRecoveryFailedHalfWay() throws Exception
    {
        final int before = loseTheLastGeneration();
        for (final SegmentImage image : SegmentImage.readAll(directory()))
        {
            image.zero(image.endOffset, image.endOffset + 8);
            image.write();
        }
        final Path scratch = Files.createDirectories(directory().resolve("journal/recovering"));
        assumeTrue(Mounts.run("mount", "--bind", scratch.toString(), scratch.toString()), "may not mount");
        try
        {
            assumeTrue(Mounts.run("mount", "-o", "remount,ro,bind", scratch.toString()), "may not mount read-only");
            assertThrows(RuntimeException.class, () -> EmbeddedEventStore.open(context()).close());
        }
        finally
        {
            Mounts.run("umount", "-l", scratch.toString());
        }

        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            assertEquals(before - 1, generations().size());
            write(store, 300);
        }

        assertSeenByPlainReaders();
    }

    /** @return generations with the damaged one; power was lost when the first 300 batches were synced. */
    private int loseTheLastGeneration() throws IOException
    {
        final Path lost = folder.resolve("lost");
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context().bootId(new BootId(1, 2))))
        {
            write(store, 300);
            Files.createDirectories(lost);
            Files.copy(directory().resolve("watermark"), lost.resolve("watermark"));
            write(store, 900);
            TestDirectories.copy(directory(), folder.resolve("journaled"));
        }
        TestDirectories.copy(folder.resolve("journaled"), directory());
        Files.copy(lost.resolve("watermark"), directory().resolve("watermark"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        // The last generation, which no later one calls synced, is damaged; everything since the watermark is written anew.
        final SegmentImage image = SegmentImage.last(directory());
        final int before = generations().size();
        image.bytes[image.document(0).bodyOffset() + 100] ^= 1;
        image.write();
        return before;
    }
}
