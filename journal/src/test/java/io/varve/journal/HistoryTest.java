package io.varve.journal;

import io.varve.journal.history.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class HistoryTest
{
    @TempDir
    private Path folder;

    private Comparison compare(final Path first, final Path second)
    {
        final Comparison there = DirectoryCare.compare(first, second);
        final Comparison back = DirectoryCare.compare(second, first);
        assertEquals(there.isOneHistory(), back.isOneHistory());
        assertEquals(there.position(), back.position());
        assertEquals(there.generation(), back.generation());
        assertEquals(there.moreInFirst(), back.moreInSecond());
        return there;
    }

    @Test
    void shouldFindTheFirstGenerationThatDiffers() throws IOException
    {
        Seeds.run(random ->
        {
            final Path one = folder.resolve("one");
            final Path two = folder.resolve("two");
            TestDirectories.delete(one);
            int common = 0;
            long generations = 0;
            for (int round = 0; round < 6; round++)
            {
                TestDirectories.copy(one.toFile().exists() ? one : emptyLog(one), two);
                generations = DataDirectory.summary(one).generations();
                assertSame(one, two, common);

                final int more = 1 + random.nextInt(1_500);
                CareScenario.write(two, more, 100 + round);
                assertAhead(one, two, common, more);

                final int other = 1 + random.nextInt(1_500);
                CareScenario.write(one, other, 200 + round);
                final Comparison difference = compare(one, two);
                assertFalse(difference.isOneHistory());
                assertEquals(common, difference.position());
                assertEquals(generations, difference.generation());
                assertEquals(other, difference.moreInFirst());
                assertEquals(more, difference.moreInSecond());
                common += other;
            }
        });
    }

    private static Path emptyLog(final Path directory)
    {
        CareScenario.write(directory, 0, 0);
        return directory;
    }

    private void assertSame(final Path one, final Path two, final long events)
    {
        final Comparison same = compare(one, two);
        assertTrue(same.isOneHistory());
        assertEquals(events, same.position());
        assertEquals(0, same.moreInFirst() + same.moreInSecond());
    }

    private void assertAhead(final Path one, final Path two, final long common, final long more)
    {
        final Comparison ahead = compare(one, two);
        assertTrue(ahead.isOneHistory());
        assertEquals(common, ahead.position());
        assertEquals(0, ahead.moreInFirst());
        assertEquals(more, ahead.moreInSecond());
    }

    @Test
    void shouldTellOtherJournals()
    {
        CareScenario.write(folder.resolve("one"), 10, 1);
        CareScenario.write(folder.resolve("two"), 10, 1);

        final Comparison other = compare(folder.resolve("one"), folder.resolve("two"));

        assertFalse(other.isOneHistory());
        assertEquals(0, other.position());
    }

    @Test
    void shouldReadFewGenerations() throws IOException
    {
        final Path one = folder.resolve("one");
        CareScenario.write(one, 6_000, 1);
        final Path two = TestDirectories.copy(one, folder.resolve("two"));
        CareScenario.write(one, 6_000, 2);
        CareScenario.write(two, 6_000, 3);

        final Comparison difference = compare(one, two);

        final long generations = DataDirectory.summary(one).generations();
        final long looks = 2L * (3 + Long.SIZE - Long.numberOfLeadingZeros(generations));
        assertEquals(6_000, difference.position());
        assertTrue(difference.reads() < looks * (2 * Long.SIZE - 2 * Long.numberOfLeadingZeros(generations)),
            difference + " of " + generations);
    }

    @Test
    void shouldCompareInSpiteOfADamagedGeneration() throws IOException
    {
        final Path one = folder.resolve("one");
        CareScenario.write(one, 3_000, 1);
        final Path two = TestDirectories.copy(one, folder.resolve("two"));
        CareScenario.write(two, 10, 2);
        final SegmentImage image = SegmentImage.readAll(one).get(1);
        image.bytes[image.document(9).bodyOffset() + 200] ^= 4;
        image.write();

        assertEquals(3_000, compare(one, two).position());
    }
}
