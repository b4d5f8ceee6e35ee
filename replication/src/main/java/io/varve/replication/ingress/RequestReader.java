package io.varve.replication.ingress;

import io.varve.api.Durability;
import io.varve.api.Query;
import io.varve.api.Token;
import io.varve.codec.Limits;
import io.varve.codec.protocol.GetStreamDecoder;
import io.varve.codec.protocol.PlaceDecoder;
import io.varve.codec.protocol.ReadDecoder;
import io.varve.codec.protocol.SubscribeDecoder;
import io.varve.replication.message.ProtocolBreach;
import io.varve.replication.message.Texts;
import org.agrona.DirectBuffer;

import java.util.LinkedHashSet;
import java.util.Set;

/** Reads what is asked for out of its messages. */
final class RequestReader
{
    /** Types that one question can name. */
    private static final int MAX_TYPES = 1_024;
    private static final int TEXT_HEADER_LENGTH = SubscribeDecoder.domainHeaderLength();

    /** A stream; the key is null of a numbered one. */
    record Stream(String domain, String aggregate, long id, String key)
    {
    }

    /** A read. */
    record Read(
        Query query, long credit, long fromVersion, long toVersion, long maxEvents, boolean isExplain, Stream stream)
    {
        /** Whether it is of one stream, without any other condition. */
        boolean isStream()
        {
            return stream != null;
        }
    }

    /** A subscription; the token is null of a plain position, the cursor empty for none. */
    record Subscription(
        Query filter, long credit, long position, Token token, Durability level, int part, int parts, String cursor)
    {
    }

    Stream stream(final GetStreamDecoder question)
    {
        final DirectBuffer buffer = question.buffer();
        final String domain = text(buffer, question.limit(), question.domainLength());
        question.skipDomain();
        final String aggregate = text(buffer, question.limit(), question.aggregateLength());
        question.skipAggregate();
        final String key = text(buffer, question.limit(), question.keyLength());
        return new Stream(domain, aggregate, question.id(), question.isKeyed() != 0 ? key : null);
    }

    private static String text(final DirectBuffer buffer, final int limit, final int length)
    {
        return length == 0 ? "" : Texts.read(buffer, limit + TEXT_HEADER_LENGTH, length, "text");
    }

    Read read(final ReadDecoder read)
    {
        if (read.maxEvents() < 0 || read.fromVersion() < 0)
        {
            throw ProtocolBreach.malformed("read must have a limit and a first version of at least 0: maxEvents=" +
                read.maxEvents() + ", fromVersion=" + read.fromVersion());
        }
        final DirectBuffer buffer = read.buffer();
        final Set<String> types = new LinkedHashSet<>();
        for (final ReadDecoder.TypesDecoder type : read.types())
        {
            addType(types, text(buffer, read.limit(), type.eventTypeLength()));
            type.skipEventType();
        }
        final String domain = text(buffer, read.limit(), read.domainLength());
        read.skipDomain();
        final String aggregate = text(buffer, read.limit(), read.aggregateLength());
        read.skipAggregate();
        final String key = text(buffer, read.limit(), read.keyLength());
        final boolean hasId = read.hasId() != 0;
        Query query = query(domain, aggregate, hasId, read.id(), key, types)
            .withTimestamps(read.fromTimestamp(), read.toTimestamp())
            .withRecordedAt(read.fromRecordedAt(), read.toRecordedAt())
            .withPositions(read.fromPosition(), read.toPosition());
        final boolean isOfVersions = read.fromVersion() > 0 || read.toVersion() < Long.MAX_VALUE;
        query = isOfVersions ? query : query.withLimit(read.maxEvents());
        query = read.isBackwards() != 0 ? query.backwards() : query;
        final boolean isStream = isOfVersions && isOnlyStream(read, domain, aggregate, hasId, key, types);
        return new Read(query, read.credit(), read.fromVersion(), read.toVersion(), read.maxEvents(), read.isExplain() != 0,
            isStream ? new Stream(domain, aggregate, read.id(), hasId ? null : key) : null);
    }

    private static boolean isOnlyStream(
        final ReadDecoder read,
        final String domain,
        final String aggregate,
        final boolean hasId,
        final String key,
        final Set<String> types)
    {
        return !domain.isEmpty() && !aggregate.isEmpty() && (hasId || !key.isEmpty()) && types.isEmpty() &&
            read.isBackwards() == 0 && read.fromPosition() <= 0 && read.toPosition() == Long.MAX_VALUE &&
            read.fromTimestamp() == Long.MIN_VALUE && read.toTimestamp() == Long.MAX_VALUE &&
            read.fromRecordedAt() == Long.MIN_VALUE && read.toRecordedAt() == Long.MAX_VALUE;
    }

    private static void addType(final Set<String> types, final String type)
    {
        if (types.size() >= MAX_TYPES)
        {
            throw ProtocolBreach.malformed("question has too many types: highest=" + MAX_TYPES);
        }
        types.add(type);
    }

    private static Query query(
        final String domain,
        final String aggregate,
        final boolean hasId,
        final long id,
        final String key,
        final Set<String> types)
    {
        if (hasId && !key.isEmpty())
        {
            throw ProtocolBreach.malformed("question has both a number and a key");
        }
        if (key.length() > Limits.MAX_KEY_LENGTH)
        {
            throw ProtocolBreach.malformed("key is too long: characters=" + key.length() + ", highest=" + Limits.MAX_KEY_LENGTH);
        }
        Query query = Query.all();
        query = domain.isEmpty() ? query : query.withDomain(domain);
        query = aggregate.isEmpty() ? query : query.withAggregate(aggregate);
        query = hasId ? query.withId(id) : query;
        query = key.isEmpty() ? query : query.withKey(key);
        return types.isEmpty() ? query : query.withTypes(types);
    }

    Subscription subscription(final SubscribeDecoder subscribe, final Durability strongest)
    {
        final DirectBuffer buffer = subscribe.buffer();
        final Token from = token(subscribe.from());
        if (from.position() < 0)
        {
            throw ProtocolBreach.malformed("subscription must begin at a position of at least 0: position=" + from.position());
        }
        final int parts = subscribe.parts();
        if (parts > 1 && (subscribe.part() < 1 || subscribe.part() > parts))
        {
            throw ProtocolBreach.malformed("part must be 1 to the number of parts: part=" + subscribe.part() + ", parts=" + parts);
        }
        final Set<String> types = new LinkedHashSet<>();
        for (final SubscribeDecoder.TypesDecoder type : subscribe.types())
        {
            addType(types, text(buffer, subscribe.limit(), type.eventTypeLength()));
            type.skipEventType();
        }
        final String domain = text(buffer, subscribe.limit(), subscribe.domainLength());
        subscribe.skipDomain();
        final String aggregate = text(buffer, subscribe.limit(), subscribe.aggregateLength());
        subscribe.skipAggregate();
        final String key = text(buffer, subscribe.limit(), subscribe.keyLength());
        subscribe.skipKey();
        final String cursor = text(buffer, subscribe.limit(), subscribe.cursorLength());
        final Query filter = query(domain, aggregate, subscribe.hasId() != 0, subscribe.id(), key, types)
            .withTimestamps(subscribe.fromTimestamp(), subscribe.toTimestamp())
            .withRecordedAt(subscribe.fromRecordedAt(), subscribe.toRecordedAt());
        final boolean isPlain = from.journalIdHigh() == 0 && from.journalIdLow() == 0;
        return new Subscription(filter, subscribe.credit(), from.position(), isPlain ? null : from,
            Handshake.levelOf(subscribe.level(), strongest), subscribe.part(), parts, cursor);
    }

    /** The place that a message names. */
    static Token token(final PlaceDecoder place)
    {
        return new Token(place.journalIdHigh(), place.journalIdLow(), place.epoch(), place.position(), place.chain());
    }
}
