package io.varve.client.read;

import io.varve.api.Query;
import io.varve.codec.name.Names;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.ReadEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * What a read asks for: a query, of a stream also versions. Immutable.
 *
 * @param query       which events.
 * @param fromVersion of a stream, 0 without.
 * @param toVersion   of a stream, the highest number without.
 */
record ReadQuestion(Query query, long fromVersion, long toVersion)
{
    ReadQuestion
    {
        checkNames(query);
    }

    /** @throws IllegalArgumentException for a name that breaks the rules. */
    static void checkNames(final Query query)
    {
        if (query.domain() != null)
        {
            Names.checkName("domain", query.domain());
        }
        if (query.aggregate() != null)
        {
            Names.checkName("aggregate", query.aggregate());
        }
        if (query.key() != null)
        {
            Names.keyBytes(query.key());
        }
        query.types().forEach(Names::checkTypeName);
    }

    /** The same question for what comes behind an event, in its order. */
    ReadQuestion behind(final long position, final long delivered)
    {
        final Query positions = query.isBackwards() ?
            query.withPositions(query.fromPosition(), Math.min(position, query.toPosition())) :
            query.withPositions(Math.max(position + 1, query.fromPosition()), query.toPosition());
        return new ReadQuestion(
            query.limit() == Long.MAX_VALUE ? positions : positions.withLimit(Math.max(0, query.limit() - delivered)),
            fromVersion, toVersion);
    }

    /**
     * Writes the message.
     *
     * @return its length.
     */
    int encode(
        final MutableDirectBuffer buffer,
        final MessageHeaderEncoder header,
        final long requestId,
        final long credit,
        final boolean isExplain)
    {
        final ReadEncoder read = new ReadEncoder();
        read.wrapAndApplyHeader(buffer, 0, header).requestId(requestId).credit(credit).id(query.id())
            .fromTimestamp(query.fromTimestampNs()).toTimestamp(query.toTimestampNs())
            .fromRecordedAt(query.fromRecordedAtNs()).toRecordedAt(query.toRecordedAtNs())
            .fromPosition(query.fromPosition()).toPosition(query.toPosition()).maxEvents(query.limit())
            .hasId(flag(query.hasId())).isBackwards(flag(query.isBackwards())).isExplain(flag(isExplain))
            .fromVersion(fromVersion).toVersion(toVersion);
        final ReadEncoder.TypesEncoder types = read.typesCount(query.types().size());
        for (final String type : query.types())
        {
            types.next().eventType(type);
        }
        read.domain(text(query.domain())).aggregate(text(query.aggregate())).key(text(query.key()));
        return MessageHeaderEncoder.ENCODED_LENGTH + read.encodedLength();
    }

    static short flag(final boolean value)
    {
        return (short)(value ? 1 : 0);
    }

    static String text(final String value)
    {
        return value == null ? "" : value;
    }
}
