package io.varve.client.read;

import io.varve.api.Durability;
import io.varve.api.Query;
import io.varve.api.TailStart;
import io.varve.api.Token;
import io.varve.client.session.Terms;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.SubscribeEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * What a subscription asks for. Immutable.
 *
 * @param start      as it was begun.
 * @param reached    where it has come to since, or null.
 * @param durability that it waits for.
 */
record SubscribeQuestion(TailStart start, Token reached, Durability durability)
{
    /**
     * Writes the message.
     *
     * @return its length.
     */
    int encode(final MutableDirectBuffer buffer, final MessageHeaderEncoder header, final long requestId, final long credit)
    {
        final Query filter = start.filter();
        final SubscribeEncoder subscribe = new SubscribeEncoder();
        subscribe.wrapAndApplyHeader(buffer, 0, header).requestId(requestId).credit(credit).level(Terms.level(durability))
            .hasId(ReadQuestion.flag(filter.hasId())).id(filter.id())
            .fromTimestamp(filter.fromTimestampNs()).toTimestamp(filter.toTimestampNs())
            .fromRecordedAt(filter.fromRecordedAtNs()).toRecordedAt(filter.toRecordedAtNs())
            .part(start.part().number()).parts(start.part().parts());
        final Token from = reached == null ? start.token() : reached;
        if (from == null)
        {
            Places.put(subscribe.from(), start.position());
        }
        else
        {
            Places.put(subscribe.from(), from);
        }
        final SubscribeEncoder.TypesEncoder types = subscribe.typesCount(filter.types().size());
        for (final String type : filter.types())
        {
            types.next().eventType(type);
        }
        subscribe.domain(ReadQuestion.text(filter.domain())).aggregate(ReadQuestion.text(filter.aggregate()))
            .key(ReadQuestion.text(filter.key())).cursor(ReadQuestion.text(start.cursor()));
        return MessageHeaderEncoder.ENCODED_LENGTH + subscribe.encodedLength();
    }
}
