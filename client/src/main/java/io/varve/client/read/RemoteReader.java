package io.varve.client.read;

import io.varve.api.EventCursor;
import io.varve.api.Positions;
import io.varve.api.Query;
import io.varve.api.QueryPlan;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.client.session.Call;
import io.varve.client.session.Message;
import io.varve.client.session.NodeConnection;
import io.varve.codec.protocol.GetHeadEncoder;
import io.varve.codec.protocol.HeadDecoder;
import io.varve.codec.protocol.IdsDecoder;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.NewIdsEncoder;
import io.varve.codec.protocol.PlanDecoder;
import io.varve.codec.protocol.PositionsDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;

import java.util.ArrayList;
import java.util.List;

/** The reading half of a store over a connection: asks the node for everything. Thread-safe. */
public final class RemoteReader
{
    private final NodeConnection connection;

    /** Over a connection. */
    public RemoteReader(final NodeConnection connection)
    {
        this.connection = connection;
    }

    /** Events that fulfil a query. */
    public EventCursor query(final Query query)
    {
        return stream(query, 0, Long.MAX_VALUE);
    }

    /** Events of a stream with {@code from <= version < to}. */
    public EventCursor stream(final Query query, final long from, final long to)
    {
        connection.checkOpen();
        return new RemoteCursor(connection, new ReadQuestion(query, from, to));
    }

    /** Follows the log. */
    public Tailer tail(final TailStart start)
    {
        connection.checkOpen();
        return new RemoteTailer(connection, start);
    }

    /** Which generations a query would look into. */
    public QueryPlan explain(final Query query)
    {
        connection.checkOpen();
        final ReadQuestion question = new ReadQuestion(query, 0, Long.MAX_VALUE);
        return new Call<QueryPlan>()
        {
            @Override
            protected Message message()
            {
                return (buffer, header) -> question.encode(buffer, header, id(), 0, true);
            }

            @Override
            protected QueryPlan decode(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset)
            {
                return header.templateId() == PlanDecoder.TEMPLATE_ID ?
                    plan(new PlanDecoder().wrapAndApplyHeader(buffer, offset, header)) : null;
            }
        }.ask(connection);
    }

    private static QueryPlan plan(final PlanDecoder decoder)
    {
        final long generations = decoder.generations();
        final long bytes = decoder.bytes();
        final long logGenerations = decoder.logGenerations();
        final List<QueryPlan.Read> reads = new ArrayList<>();
        for (final PlanDecoder.ReadsDecoder read : decoder.reads())
        {
            reads.add(new QueryPlan.Read(read.first(), read.last(), read.bytes(), read.by()));
        }
        return new QueryPlan(generations, bytes, logGenerations, List.copyOf(reads));
    }

    /** Where the log stands. */
    private record Standing(Token head, Positions positions)
    {
    }

    private Standing standing()
    {
        connection.checkOpen();
        return new Call<Standing>()
        {
            @Override
            protected Message message()
            {
                final GetHeadEncoder question = new GetHeadEncoder();
                return (buffer, header) ->
                {
                    question.wrapAndApplyHeader(buffer, 0, header).requestId(id());
                    return MessageHeaderEncoder.ENCODED_LENGTH + question.encodedLength();
                };
            }

            @Override
            protected Standing decode(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset)
            {
                if (header.templateId() != HeadDecoder.TEMPLATE_ID)
                {
                    return null;
                }
                final HeadDecoder head = new HeadDecoder().wrapAndApplyHeader(buffer, offset, header);
                final PositionsDecoder reached = head.positions();
                return new Standing(Places.token(head.place()),
                    new Positions(reached.journaled(), reached.synced(), reached.replicated()));
            }
        }.ask(connection);
    }

    /** The place behind the last journaled event. */
    public Token head()
    {
        return standing().head();
    }

    /** How far the log has come. */
    public Positions positions()
    {
        return standing().positions();
    }

    /** Numbers for new instances, in the order they are to be given out. */
    public long[] newIds(final int amount)
    {
        connection.checkOpen();
        return new Call<long[]>()
        {
            @Override
            protected Message message()
            {
                final NewIdsEncoder question = new NewIdsEncoder();
                return (buffer, header) ->
                {
                    question.wrapAndApplyHeader(buffer, 0, header).requestId(id()).amount(amount);
                    return MessageHeaderEncoder.ENCODED_LENGTH + question.encodedLength();
                };
            }

            @Override
            protected long[] decode(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset)
            {
                if (header.templateId() != IdsDecoder.TEMPLATE_ID)
                {
                    return null;
                }
                final LongArrayList ids = new LongArrayList();
                for (final IdsDecoder.RunsDecoder run : new IdsDecoder().wrapAndApplyHeader(buffer, offset, header).runs())
                {
                    for (long i = 0; i < run.length() && ids.size() < amount; i++)
                    {
                        ids.addLong(run.first() + i);
                    }
                }
                return ids.toLongArray();
            }
        }.ask(connection);
    }
}
