package io.varve.journal;

import io.varve.journal.index.IndexKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class VerifyTest
{
    private static final int EVENTS = 3_000;

    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void write()
    {
        data = folder.resolve("data");
        CareScenario.write(data, EVENTS, 1);
    }

    private List<SegmentImage> sealed() throws IOException
    {
        final List<SegmentImage> images = SegmentImage.readAll(data).stream().filter(i -> !i.documents.isEmpty()).toList();
        return images.subList(0, images.size() - 1);
    }

    private List<Path> indexFiles() throws IOException
    {
        try (Stream<Path> files = Files.list(data.resolve("index")))
        {
            final Set<String> suffixes = IndexKind.BUILT.stream().map(IndexKind::suffix).collect(Collectors.toSet());
            return files.filter(file -> suffixes.contains(suffix(file))).sorted().toList();
        }
    }

    private static String suffix(final Path file)
    {
        return file.toString().substring(file.toString().lastIndexOf('.') + 1);
    }

    private static void flip(final Path file, final int at) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 16;
        Files.write(file, bytes);
    }

    @Test
    void shouldFindNothingInAWholeDirectoryAndWriteNothing() throws IOException
    {
        final Map<String, Integer> before = TestDirectories.content(data);
        final VerifyReport report = DataDirectory.verify(data);

        assertEquals(List.of(), report.findings());
        assertEquals(EVENTS, report.events());
        assertFalse(report.isDamaged());
        assertEquals(before, TestDirectories.content(data));
    }

    @Test
    void shouldLookForEveryKindOfIndexFileThatAWriterMakes() throws IOException
    {
        assertEquals(sealed().size() * IndexKind.BUILT.size(), indexFiles().size());
        try (Stream<Path> files = Files.list(data.resolve("index")))
        {
            final Set<String> made = files.filter(file -> Stream.of(IndexKind.values()).anyMatch(k -> k.suffix().equals(suffix(file))))
                .filter(file -> file.getFileName().toString().matches("\\d{8}-\\d\\dF\\..*")).map(VerifyTest::suffix)
                .collect(Collectors.toSet());
            assertEquals(IndexKind.BUILT.stream().map(IndexKind::suffix).collect(Collectors.toSet()), made);
        }
    }

    @Test
    void shouldCountEveryBadIndexFileAndCallItNoDamage() throws IOException
    {
        int number = 0;
        for (final Path file : indexFiles())
        {
            final byte[] whole = Files.readAllBytes(file);
            switch (number++ % 4)
            {
                case 0 -> Files.delete(file);
                case 1 -> Files.write(file, new byte[0]);
                case 2 -> flip(file, 8);
                default -> Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
            }
            final VerifyReport report = DataDirectory.verify(data);
            assertEquals(1, report.indexesToRebuild(), file.toString());
            assertTrue(report.findings().get(0).contains(number % 4 == 1 ? "missing=" + suffix(file) : file.toString()), report.toString());
            assertFalse(report.isDamaged());
            Files.write(file, whole);
        }
        assertEquals(0, DataDirectory.verify(data).indexesToRebuild());
    }

    @Test
    void shouldCountAnIndexFileOfOtherContent() throws IOException
    {
        final List<Path> files = indexFiles();
        Files.write(files.get(0), Files.readAllBytes(files.get(IndexKind.BUILT.size())));

        assertEquals(1, DataDirectory.verify(data).indexesToRebuild());

        CareScenario.write(data, 1, 2); // the next writer makes it anew
        assertEquals(0, DataDirectory.verify(data).indexesToRebuild());
    }

    @Test
    void shouldFindAnyFlippedBitOfASealedFile() throws IOException
    {
        Seeds.run(random ->
        {
            for (int round = 0; round < 40; round++)
            {
                final SegmentImage image = sealed().get(random.nextInt(sealed().size()));
                final int at = random.nextInt(random.nextBoolean() ? image.bytes.length : image.firstDataOffset);
                flip(image.file, at);

                final VerifyReport report = DataDirectory.verify(data);

                assertTrue(report.isDamaged(), () -> "file=" + image.file + ", offset=" + at);
                assertEquals(1, report.findings().size());
                flip(image.file, at);
            }
            assertFalse(DataDirectory.verify(data).isDamaged());
        });
    }

    @Test
    void shouldFindDamagedFramingWithoutADigest() throws IOException
    {
        for (final Path file : indexFiles())
        {
            Files.delete(file);
        }
        final long missing = DataDirectory.verify(data).indexesToRebuild();
        final SegmentImage image = sealed().get(1);
        final SegmentImage.Document document = image.documents.get(7);
        for (final int at : new int[]{0, 3, 0x10, SegmentImage.WRITE_POSITION, SegmentImage.SEQUENCE_WORD, document.wordOffset(),
            document.wordOffset() + 3, image.endOffset + 3})
        {
            flip(image.file, at);
            final VerifyReport report = DataDirectory.verify(data);
            assertEquals(1, report.framing() + report.corrupt(), "offset=" + at);
            assertEquals(missing, report.indexesToRebuild());
            assertTrue(report.corrupt() > 0 || report.events() == EVENTS);
            flip(image.file, at);
        }
    }

    @Test
    void shouldVerifyBesideAWriter() throws Exception
    {
        try (ChildJvm writer = ChildJvm.start(ChildWriter.class, data, folder.resolve("acks"), "A", 200_000).awaitReady())
        {
            long events = EVENTS;
            for (int round = 0; round < 8 || events == EVENTS; round++)
            {
                final VerifyReport report = DataDirectory.verify(data);
                assertEquals(List.of(), report.findings());
                assertTrue(report.events() >= events);
                events = report.events();
            }
            writer.end();
        }
        assertEquals(List.of(), DataDirectory.verify(data).findings());
    }
}
