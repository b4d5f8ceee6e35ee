package io.varve.codec.metadata;

import io.varve.codec.Limits;
import io.varve.codec.OffHeap;
import io.varve.codec.SeededRounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class MetadataCodecTest
{
    @Test
    void shouldEncodeNothingAsNothing()
    {
        assertEquals(0, MetadataCodec.encode(Map.of()).length);
        assertEquals(Map.of(), decode(new byte[0]));
    }

    @Test
    void shouldKeepTheCodesOfNames()
    {
        assertEquals(
            List.of("correlation", "causation", "content-type", "traceparent", "user"), MetadataCodec.CODED_NAMES);
    }

    @Test
    void shouldWriteOneByteForACodedNameAndSpellOthersOut()
    {
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("user", "ann");
        metadata.put("x", "");

        final byte[] bytes = MetadataCodec.encode(metadata);

        assertEquals("050300616e6e" + "0001780000", HexFormat.of().formatHex(bytes));
        assertEquals(metadata, decode(bytes));
    }

    @Test
    void shouldRoundTripInOrder()
    {
        SeededRounds.run(300, random ->
        {
            final Map<String, String> metadata = randomMetadata(random);

            final byte[] bytes = MetadataCodec.encode(metadata);

            final Map<String, String> decoded = MetadataCodec.decode(OffHeap.copyOf(padded(bytes)), 3, bytes.length);
            assertEquals(new ArrayList<>(metadata.entrySet()), new ArrayList<>(decoded.entrySet()));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void shouldAcceptNamesUpToTheBound(final int length)
    {
        final Map<String, String> metadata = Map.of("n".repeat(length), "v");

        assertEquals(metadata, decode(MetadataCodec.encode(metadata)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void shouldRefuseNamesBeyondTheBound(final int length)
    {
        final Map<String, String> metadata = Map.of("n".repeat(length), "v");

        assertEquals(
            "metadata name must have 1 to 255 bytes: bytes=" + length,
            assertThrows(IllegalArgumentException.class, () -> MetadataCodec.encode(metadata)).getMessage());
    }

    @Test
    void shouldAcceptMetadataUpToTheBound()
    {
        final Map<String, String> metadata = Map.of("user", "v".repeat(Limits.MAX_METADATA_LENGTH - 3));

        final byte[] bytes = MetadataCodec.encode(metadata);

        assertEquals(Limits.MAX_METADATA_LENGTH, bytes.length);
        assertEquals(metadata, decode(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {4_096 - 2, 65_535, 65_536, 10_000_000})
    void shouldRefuseMetadataBeyondTheBound(final int valueLength)
    {
        final Map<String, String> metadata = Map.of("user", "v".repeat(valueLength));

        assertThrows(IllegalArgumentException.class, () -> MetadataCodec.encode(metadata));
    }

    @Test
    void shouldRefuseManySmallEntriesBeyondTheBound()
    {
        final Map<String, String> metadata = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++)
        {
            metadata.put("name-" + i, "value");
        }

        assertThrows(IllegalArgumentException.class, () -> MetadataCodec.encode(metadata));
    }

    @Test
    void shouldRefuseHalfASurrogatePairInsteadOfReplacingIt()
    {
        assertThrows(IllegalArgumentException.class, () -> MetadataCodec.encode(Map.of("user", "\uD83D")));
        assertThrows(IllegalArgumentException.class, () -> MetadataCodec.encode(Map.of("\uDE00", "v")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "06", "ff", "00", "0001", "000178", "00017801", "0000", "00000000", "05", "0501", "050100", "0502006e",
        "050000050000", "0501 00ff", "0001ff0000", "0004757365720000050000"})
    void shouldRefuseWhatNoEncoderWrites(final String hex)
    {
        final byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThrows(IllegalArgumentException.class, () -> decode(bytes));
    }

    @Test
    void shouldReadACodedNameThatIsSpelledOut()
    {
        // Written before the name got its code: the list of codes may grow.
        assertEquals(Map.of("user", "v"), decode(HexFormat.of().parseHex("000475736572010076")));
    }

    @Test
    void shouldRefuseOrReadGarbageWithoutLeavingItsBytes()
    {
        SeededRounds.run(5_000, random ->
        {
            final byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++)
            {
                bytes[i] = (byte)(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(6));
            }
            try
            {
                decode(bytes);
            }
            catch (final IllegalArgumentException e)
            {
                // The only answer besides metadata.
            }
        });
    }

    private static Map<String, String> randomMetadata(final Random random)
    {
        final Map<String, String> metadata = new LinkedHashMap<>();
        for (int i = 0, count = random.nextInt(8); i < count; i++)
        {
            final String name = random.nextBoolean() ?
                MetadataCodec.CODED_NAMES.get(random.nextInt(MetadataCodec.CODED_NAMES.size())) :
                randomText(random, 1 + random.nextInt(60));
            metadata.put(name, randomText(random, random.nextInt(100)));
        }
        return metadata;
    }

    private static String randomText(final Random random, final int length)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            text.appendCodePoint(new int[]{'a', '0', 0, 0xE9, 0x20AC, 0x1F600}[random.nextInt(6)]);
        }
        return text.toString();
    }

    private static byte[] padded(final byte[] bytes)
    {
        final byte[] padded = new byte[bytes.length + 6];
        System.arraycopy(bytes, 0, padded, 3, bytes.length);
        return padded;
    }

    private static Map<String, String> decode(final byte[] bytes)
    {
        return MetadataCodec.decode(OffHeap.copyOf(bytes), 0, bytes.length);
    }
}
