package io.varve.codec.generation;

import io.varve.codec.HexText;
import io.varve.codec.OffHeap;
import io.varve.codec.metadata.MetadataCodec;
import io.varve.codec.name.Identity;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Generations that were once written stay readable. The golden file is never written again: a layout that cannot give
 * its bytes is a new layout version with a golden file of its own.
 */
class GoldenGenerationTest
{
    private static final int GOLDEN_CRC = 0xA991_D2EB;
    private static final long GOLDEN_CHAIN = 0x4F29_7A5C_145A_316DL;
    private static final Path FORMAT_DOCUMENT = Path.of("..", "docs", "FORMAT.md");
    private static final String WORKED_START = "<!-- worked generation -->";

    private final GenerationDecoder decoder = new GenerationDecoder();
    private byte[] golden;
    private UnsafeBuffer buffer;

    @BeforeEach
    void readGoldenFile() throws IOException
    {
        golden = HexText.read("/golden/generation-v1.hex");
        buffer = OffHeap.copyOf(golden);
        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, golden.length));
    }

    @Test
    void shouldReadTheHeaderOfLayoutVersion1()
    {
        assertEquals(396, decoder.length());
        assertEquals(7, decoder.number());
        assertEquals(100, decoder.firstPosition());
        assertEquals(106, decoder.nextPosition());
        assertEquals(1_700_000_000_000_000_000L, decoder.minTimestamp());
        assertEquals(1_700_000_005_000_000_000L, decoder.maxTimestamp());
        assertEquals(1_700_000_006_000_000_000L, decoder.recordedAt());
        assertEquals(0x3333_3333_3333_3333L, decoder.journalId());
        assertEquals(5, decoder.term());
        assertEquals(2, decoder.epoch());
        assertEquals(4, decoder.syncedUpTo());
        assertEquals(0x0123_4567_89AB_CDEFL, decoder.previousChain());
        assertEquals(3, decoder.eventCount());
        assertEquals(3, decoder.batchCount());
        assertEquals(1, decoder.identityCount());
        assertEquals(1, decoder.producerCount());
        assertEquals(4, decoder.entryCount());
    }

    @Test
    void shouldReadTheTablesOfLayoutVersion1()
    {
        final Identity identity = new Identity(decoder.identityHigh(0), decoder.identityLow(0));
        final List<String> entries = new ArrayList<>();
        decoder.forEachEntry((kind, high, low, number, utf8) ->
            entries.add(kind + " " + number + " " + new String(utf8, StandardCharsets.UTF_8)));

        assertEquals("town", identity.domain());
        assertEquals(1, identity.aggregateNumber());
        assertEquals(1, decoder.producerNumber(0));
        assertEquals(3, decoder.producerSession(0));
        assertEquals(List.of("AGGREGATE 1 person", "TYPE 1 Named", "KEY 1 j.doe-79", "PRODUCER 1 import"), entries);
    }

    @Test
    void shouldReadTheBatchesOfLayoutVersion1()
    {
        final BatchDecoder batch = new BatchDecoder();
        batch.wrap(decoder);

        assertTrue(batch.next());
        assertEquals(103, batch.firstPosition());
        assertEquals(BatchFlags.MORE, batch.flags());
        assertFalse(batch.isKeyed());
        assertEquals(42, batch.id());
        assertEquals(0, batch.firstVersion());
        assertEquals(1_700_000_000_000_000_000L, batch.timestamp());
        assertEquals(1, batch.producerIndex());
        assertEquals(0xFFFF_FFFFL, batch.sequence());
        assertEquals(List.of("1 John", "1 Jaughn"), events(batch));

        assertTrue(batch.next());
        assertEquals(105, batch.firstPosition());
        assertTrue(batch.isKeyed());
        assertEquals(1, batch.id());
        assertEquals(9, batch.firstVersion());
        assertEquals(1_700_000_005_000_000_000L, batch.timestamp());
        assertEquals(0x1_0000_0000L, batch.sequence());
        assertEquals(
            Map.of("user", "ann"),
            MetadataCodec.decode(decoder.buffer(), batch.metadataOffset(), batch.metadataLength()));
        assertEquals(List.of("1 Jane"), events(batch));
        assertFalse(batch.next());
    }

    @Test
    void shouldReadTheChecksumsOfLayoutVersion1()
    {
        assertEquals(GOLDEN_CRC, decoder.crc());
        assertEquals(GOLDEN_CHAIN, decoder.computeChain());
    }

    @Test
    void shouldStillWriteLayoutVersion1()
    {
        final GenerationModel model = SampleGenerations.worked();
        final UnsafeBuffer written = OffHeap.allocate(model.length());
        final GenerationEncoder encoder = new GenerationEncoder();
        final int length = model.encode(encoder, written, 0);

        assertArrayEquals(golden, OffHeap.bytes(written, 0, length));
        assertEquals(GOLDEN_CHAIN, encoder.chain());
        assertArrayEquals(golden, model.reference());
    }

    @Test
    void shouldShowTheSameBytesInTheFormatDocument() throws IOException
    {
        final List<String> lines = Files.readAllLines(FORMAT_DOCUMENT);
        final int start = lines.indexOf(WORKED_START);
        assertTrue(start >= 0, "not in " + FORMAT_DOCUMENT + ": " + WORKED_START);
        assertEquals("```text", lines.get(start + 1));
        final int end = start + 2 + lines.subList(start + 2, lines.size()).indexOf("```");

        assertArrayEquals(golden, HexText.parse(lines.subList(start + 2, end)));
        assertTrue(
            lines.stream().anyMatch(line -> line.contains(String.format("0x%016x", GOLDEN_CHAIN))),
            "the document shows another chain than " + String.format("0x%016x", GOLDEN_CHAIN));
    }

    private List<String> events(final BatchDecoder batch)
    {
        final List<String> events = new ArrayList<>();
        while (batch.nextEvent())
        {
            events.add(batch.eventType() + " " +
                decoder.buffer().getStringWithoutLengthUtf8(batch.eventDataOffset(), batch.eventLength()));
        }
        return events;
    }
}
