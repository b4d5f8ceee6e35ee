package io.varve.codec.generation;

import io.varve.codec.OffHeap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Edits the worked generation of docs/FORMAT.md, as a writer that errs would, and gives it a good checksum again. */
class GenerationAuditTest
{
    private final GenerationAudit audit = new GenerationAudit();
    private final GenerationDecoder decoder = new GenerationDecoder();
    private final byte[] worked = SampleGenerations.worked().reference();

    private String faultOf(final byte[] bytes)
    {
        final UnsafeBuffer buffer = OffHeap.copyOf(bytes);
        GenerationChecksum.stamp(buffer, 0, bytes.length);
        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, bytes.length));
        return audit.firstFault(decoder);
    }

    @Test
    void shouldFindNothingWrongWithAWholeGeneration()
    {
        assertNull(faultOf(worked));
        assertEquals(3, audit.removedPositions());
    }

    @ParameterizedTest
    @CsvSource({
        "0x20, 0x6b, next position",
        "0x2f, 0x18, lowest timestamp",
        "0x30, 0x01, highest timestamp",
        "0x64, 0x02, count of events",
        "0x68, 0x02, count of batches",
        "0x108, 0x04, positions of a hole",
        "0x118, 0x01, index of an identity",
        "0x119, 0x02, events of a batch",
        "0x11a, 0x02, index of a producer",
        "0x11b, 0x42, a flag that nobody knows",
        "0x130, 0x05, length of an event",
        "0x132, 0x02, type of an event without its checksum",
        "0x134, 0x00, checksum of an event",
        "0x143, 0x1f, a transaction that goes on behind the end",
        "0x168, 0x05, length of metadata",
        "0x169, 0x20, metadata beyond its bound",
        "0x182, 0x7f, a metadata name that nobody knows",
        "0x188, 0x21, data of an event"})
    void shouldFindWhatAWriterDidWrong(final String offset, final String value, final String what)
    {
        final byte[] edited = worked.clone();
        edited[Integer.decode(offset)] = (byte)(int)Integer.decode(value);

        assertNotNull(faultOf(edited), what);
    }
}
