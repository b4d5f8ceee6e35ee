package io.varve.replication.delivery;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** A question that one message answers. */
public final class QuestionTask extends DeliveryTask
{
    private final Answer answer;

    /** Finds an answer. */
    @FunctionalInterface
    public interface Answer
    {
        /**
         * Puts the answer into bytes.
         *
         * @return how many.
         */
        int encode(MutableDirectBuffer buffer);
    }

    /** Of a client. */
    public QuestionTask(final DeliveryClient client, final long requestId, final Answer answer)
    {
        super(client, new DeliveryRequest(requestId, 0));
        this.answer = answer;
    }

    @Override
    int turn()
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        client.send(buffer, answer.encode(buffer));
        request.done();
        return 1;
    }
}
