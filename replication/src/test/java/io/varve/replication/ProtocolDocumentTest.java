package io.varve.replication;

import io.varve.codec.protocol.BatchStatus;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.PublishEncoder;
import io.varve.codec.protocol.RefusalCode;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProtocolDocumentTest
{
    private final String document;

    ProtocolDocumentTest() throws IOException
    {
        document = Files.readString(Path.of("..", "docs", "PROTOCOL.md"));
    }

    @Test
    void shouldShowAMessageAsItIsEncoded()
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final PublishEncoder publish = new PublishEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .sequence(1).id(42).expectedVersion(-1).timestamp(Long.MIN_VALUE).publisher(1).aggregate(1).isKeyed((short)0);
        final byte[] data = "hello".getBytes(StandardCharsets.US_ASCII);
        publish.eventsCount(1).next().eventType(2).putData(data, 0, data.length);
        publish.key("").putMetadata(new byte[0], 0, 0);
        final StringBuilder expected = new StringBuilder();
        for (int i = 0; i < MessageHeaderEncoder.ENCODED_LENGTH + publish.encodedLength(); i++)
        {
            expected.append(String.format("%02x", buffer.getByte(i)));
        }
        final Matcher line = Pattern.compile("^[0-9a-f]{4}  ((?:[0-9a-f]{2} ?)+)$", Pattern.MULTILINE).matcher(document);
        final StringBuilder shown = new StringBuilder();
        while (line.find())
        {
            shown.append(line.group(1).replace(" ", ""));
        }
        assertEquals(expected.toString(), shown.toString());
    }

    @Test
    void shouldExplainEveryStatusAndEveryRefusal()
    {
        for (final BatchStatus status : BatchStatus.values())
        {
            assertTrue(status == BatchStatus.NULL_VAL || document.contains("| `" + status + "` |"), status.toString());
        }
        for (final RefusalCode code : RefusalCode.values())
        {
            assertTrue(code == RefusalCode.NULL_VAL || document.contains('`' + code.toString() + '`'), code.toString());
        }
    }
}
