package io.varve.client.read;

import io.varve.api.Instance;
import io.varve.client.session.Call;
import io.varve.client.session.Message;
import io.varve.client.session.NodeConnection;
import io.varve.codec.protocol.GetStreamEncoder;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.StreamStateDecoder;
import org.agrona.DirectBuffer;

/** Asks the node where a stream stands. */
public final class StreamVersions
{
    private StreamVersions()
    {
    }

    /** Version of the last journaled event of a stream, -1 of an empty one. */
    public static long lastOf(final NodeConnection connection, final Instance instance)
    {
        connection.checkOpen();
        return new Call<Long>()
        {
            @Override
            protected Message message()
            {
                final GetStreamEncoder question = new GetStreamEncoder();
                return (buffer, header) ->
                {
                    question.wrapAndApplyHeader(buffer, 0, header).requestId(id()).id(instance.id())
                        .isKeyed(ReadQuestion.flag(instance.key() != null)).domain(instance.domain())
                        .aggregate(instance.aggregate()).key(ReadQuestion.text(instance.key()));
                    return MessageHeaderEncoder.ENCODED_LENGTH + question.encodedLength();
                };
            }

            @Override
            protected Long decode(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset)
            {
                return header.templateId() == StreamStateDecoder.TEMPLATE_ID ?
                    new StreamStateDecoder().wrapAndApplyHeader(buffer, offset, header).version() : null;
            }
        }.ask(connection);
    }
}
