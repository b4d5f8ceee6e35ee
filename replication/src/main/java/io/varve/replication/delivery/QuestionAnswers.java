package io.varve.replication.delivery;

import io.varve.api.EventCursor;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.api.QueryPlan;
import io.varve.api.Token;
import io.varve.codec.protocol.CursorStoredEncoder;
import io.varve.codec.protocol.HeadEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.PlanEncoder;
import io.varve.codec.protocol.StreamStateEncoder;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.message.Answers;
import org.agrona.MutableDirectBuffer;

/** Answers to questions, put into bytes; each returns how many. */
public final class QuestionAnswers
{
    /** Rows of a plan that are sent; its sums are of all of them. */
    private static final int MAX_PLAN_READS = 4_096;

    private QuestionAnswers()
    {
    }

    /** Answers GetHead. */
    public static int head(final MutableDirectBuffer buffer, final long requestId, final EmbeddedEventStore store)
    {
        final HeadEncoder head = new HeadEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).requestId(requestId);
        SubscriptionTask.put(head.place(), store.head());
        Answers.put(head.positions(), store.positions());
        return MessageHeaderEncoder.ENCODED_LENGTH + head.encodedLength();
    }

    /** Answers GetStream. */
    public static int streamState(
        final MutableDirectBuffer buffer, final long requestId, final Instance instance, final EmbeddedEventStore store)
    {
        final long version = instance.version();
        long keyNumber = 0;
        if (instance.key() != null && version >= 0)
        {
            try (EventCursor first = store.query(Query.of(instance).withLimit(1)))
            {
                keyNumber = first.next() ? first.id() : 0;
            }
        }
        final StreamStateEncoder state = new StreamStateEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .requestId(requestId).version(version).keyNumber(keyNumber);
        return MessageHeaderEncoder.ENCODED_LENGTH + state.encodedLength();
    }

    /** Answers a Read that asks to be explained. */
    public static int plan(final MutableDirectBuffer buffer, final long requestId, final QueryPlan plan)
    {
        final PlanEncoder encoder = new PlanEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .requestId(requestId).generations(plan.generations()).bytes(plan.bytes()).logGenerations(plan.logGenerations());
        final int count = Math.min(plan.reads().size(), MAX_PLAN_READS);
        final PlanEncoder.ReadsEncoder reads = encoder.readsCount(count);
        for (int i = 0; i < count; i++)
        {
            final QueryPlan.Read read = plan.reads().get(i);
            reads.next().first(read.first()).last(read.last()).bytes(read.bytes()).by(read.by());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    /** Answers StoreCursor. */
    public static int cursorStored(final MutableDirectBuffer buffer, final long requestId, final Token place)
    {
        final CursorStoredEncoder stored = new CursorStoredEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).requestId(requestId);
        SubscriptionTask.put(stored.place(), place);
        return MessageHeaderEncoder.ENCODED_LENGTH + stored.encodedLength();
    }
}
