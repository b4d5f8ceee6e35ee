package io.varve.replication.ingress;

import io.varve.api.Durability;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.DefineNameDecoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.OpenPublisherDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.message.Answers;
import io.varve.replication.message.ProtocolBreach;
import io.varve.replication.message.Refusals;
import io.varve.replication.message.Texts;
import org.agrona.DirectBuffer;

/** What a client asks for in order to write: names, publishers, batches, levels, numbers of instances. */
final class WritingRequests
{
    /** Numbers that one request can ask for. */
    private static final int MAX_NEW_IDS = 256;

    private final IngressShared shared;
    private final EmbeddedEventStore store;
    private final Answers answers;
    private final ClientPublishers publishers;
    private final IngressNames names;
    private final LevelWait wait;
    private final PublishHandler batches;

    WritingRequests(final IngressShared shared, final ClientPublishers publishers, final Answers answers)
    {
        this.shared = shared;
        this.publishers = publishers;
        this.answers = answers;
        store = shared.store();
        names = new IngressNames(store, shared.limits());
        wait = new LevelWait(store);
        batches = new PublishHandler(store, names, publishers, answers, shared.counters());
    }

    /** Takes batches and transactions. */
    PublishHandler batches()
    {
        return batches;
    }

    /** @return 1 when what was waited for has come, and the client was told. */
    int sendProgress()
    {
        if (!wait.isWaiting() || !wait.isReached())
        {
            return 0;
        }
        wait.end();
        answers.progress(store.positions());
        return 1;
    }

    void onDefineName(final DefineNameDecoder define)
    {
        final long number = define.number();
        final String domain = text(define.buffer(), define.limit(), DefineNameDecoder.domainHeaderLength(), define.domainLength());
        define.skipDomain();
        final String name = text(define.buffer(), define.limit(), DefineNameDecoder.nameHeaderLength(), define.nameLength());
        final String refusal = names.define(number, define.kind(), domain, name);
        if (refusal != null)
        {
            shared.counters().addFromAnywhere(NodeCounter.REFUSALS, 1);
            answers.refused(0, 0, 0, RefusalCode.BAD_NAME, refusal);
        }
    }

    private static String text(final DirectBuffer buffer, final int limit, final int headerLength, final int length)
    {
        return Texts.read(buffer, limit + headerLength, length, "name");
    }

    /** @return false when it has to wait. */
    boolean onOpenPublisher(final OpenPublisherDecoder open)
    {
        final int length = open.producerLength();
        final String producer = Texts.read(
            open.buffer(), open.limit() + OpenPublisherDecoder.producerHeaderLength(), length, "producer's name");
        final long requestId = open.requestId();
        final long number = open.publisher();
        final long held = open.session();
        try
        {
            final PublisherSession opened = publishers.open(number, open.window(), held, producer);
            if (opened == null)
            {
                return false;
            }
            answers.publisherOpened(requestId, number, opened.publisher().window(), opened.publisher().session(),
                opened.publisher().lastSequence());
        }
        catch (final ProtocolBreach e)
        {
            if (e.code() == RefusalCode.MALFORMED)
            {
                throw e;
            }
            refuseRequest(requestId, number, e.code(), e.getMessage());
        }
        catch (final EventLogException e)
        {
            refuseRequest(requestId, number, Refusals.codeOf(e.code()), e.getMessage());
        }
        catch (final IllegalArgumentException e)
        {
            refuseRequest(requestId, number, RefusalCode.BAD_NAME, e.getMessage());
        }
        return true;
    }

    private void refuseRequest(final long requestId, final long publisher, final RefusalCode code, final String text)
    {
        shared.counters().addFromAnywhere(NodeCounter.REFUSALS, 1);
        answers.refused(requestId, publisher, 0, code, text);
    }

    void onClosePublisher(final long number)
    {
        publishers.of(number).closeLater();
    }

    void onAwait(final long position, final Level level)
    {
        final Durability durability = Handshake.levelOf(level, store.defaultDurability());
        if (durability.compareTo(store.defaultDurability()) > 0)
        {
            refuseRequest(0, 0, RefusalCode.DURABILITY_UNAVAILABLE, "the medium does not give this durability: asked=" +
                durability + ", strongest=" + store.defaultDurability());
            return;
        }
        wait.start(position, durability);
    }

    void onNewIds(final long requestId, final long amount)
    {
        if (amount < 1 || amount > MAX_NEW_IDS)
        {
            refuseRequest(requestId, 0, RefusalCode.BAD_REQUEST,
                "amount of numbers must be 1 to " + MAX_NEW_IDS + ": amount=" + amount);
            return;
        }
        answers.ids(requestId, (int)amount, store::newId);
    }
}
