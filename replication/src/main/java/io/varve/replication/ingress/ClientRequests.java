package io.varve.replication.ingress;

import io.varve.api.Instance;
import io.varve.api.QueryPlan;
import io.varve.api.TailStart;
import io.varve.api.Token;
import io.varve.codec.protocol.GetStreamDecoder;
import io.varve.codec.protocol.ReadDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.SubscribeDecoder;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.cursor.CursorClaim;
import io.varve.replication.cursor.CursorLease;
import io.varve.replication.delivery.DeliveryAgent;
import io.varve.replication.delivery.DeliveryClient;
import io.varve.replication.delivery.DeliveryRequest;
import io.varve.replication.delivery.DeliveryTask;
import io.varve.replication.delivery.QuestionAnswers;
import io.varve.replication.delivery.QuestionTask;
import io.varve.replication.delivery.ReadTask;
import io.varve.replication.delivery.SubscriptionTask;
import io.varve.replication.message.Answers;
import org.agrona.collections.Long2ObjectHashMap;

/** What a client has asked for and was not answered in full: reads and subscriptions by their number, which share its credit. */
final class ClientRequests
{
    private final IngressShared shared;
    private final EmbeddedEventStore store;
    private final DeliveryAgent delivery;
    private final DeliveryClient client;
    private final Answers answers;
    private final ClientIdentity identity;
    private final Long2ObjectHashMap<DeliveryRequest> requests = new Long2ObjectHashMap<>();
    private final RequestReader reader = new RequestReader();

    ClientRequests(
        final IngressShared shared, final DeliveryClient client, final Answers answers, final ClientIdentity identity)
    {
        this.shared = shared;
        this.client = client;
        this.answers = answers;
        this.identity = identity;
        store = shared.store();
        delivery = shared.delivery();
    }

    /** @return false when there is no room for it now. */
    boolean onGetHead(final long requestId)
    {
        return delivery.add(new QuestionTask(client, requestId, buffer -> QuestionAnswers.head(buffer, requestId, store)));
    }

    /** @return false when there is no room for it now. */
    boolean onGetStream(final GetStreamDecoder question)
    {
        final long requestId = question.requestId();
        final RequestReader.Stream stream = reader.stream(question);
        return delivery.add(new QuestionTask(client, requestId,
            buffer -> QuestionAnswers.streamState(buffer, requestId, instance(stream), store)));
    }

    private Instance instance(final RequestReader.Stream stream)
    {
        return stream.key() == null ?
            store.domain(stream.domain()).aggregate(stream.aggregate()).instance(stream.id()) :
            store.domain(stream.domain()).aggregate(stream.aggregate()).instance(stream.key());
    }

    /** @return false when there is no room for it now. */
    boolean onRead(final ReadDecoder read)
    {
        final long requestId = read.requestId();
        final RequestReader.Read asked = reader.read(read);
        if (asked.isExplain())
        {
            return delivery.add(new QuestionTask(client, requestId, buffer ->
            {
                final QueryPlan plan = store.explain(asked.query());
                return QuestionAnswers.plan(buffer, requestId, plan);
            }));
        }
        final DeliveryRequest request = new DeliveryRequest(requestId, asked.credit());
        return begin(request, new ReadTask(client, request, () -> asked.isStream() ?
            store.stream(instance(asked.stream()), asked.fromVersion(), asked.toVersion()) : store.query(asked.query()),
            asked.fromVersion(), asked.toVersion(), asked.maxEvents()));
    }

    /** @return false when there is no room for it now. */
    boolean onSubscribe(final SubscribeDecoder subscribe)
    {
        final RequestReader.Subscription asked = reader.subscription(subscribe, store.defaultDurability());
        final HeldRequest request = new HeldRequest(subscribe.requestId(), asked.credit());
        if (asked.cursor().isEmpty())
        {
            return begin(request, new SubscriptionTask(store, client, request, () -> start(asked, asked.token())));
        }
        final CursorClaim claim;
        try
        {
            claim = shared.cursors().claim(asked.cursor(), asked.part(), asked.parts(), identity.toString());
        }
        catch (final IllegalArgumentException e)
        {
            refuse(subscribe.requestId(), RefusalCode.BAD_REQUEST, e.getMessage());
            return true;
        }
        return begin(request, new SubscriptionTask(store, client, request, () -> start(asked, request, claim)));
    }

    /** Where a subscription with a named cursor begins, null as long as another holds it; by the delivering thread. */
    private static TailStart start(final RequestReader.Subscription asked, final HeldRequest request, final CursorClaim claim)
    {
        final CursorLease lease = claim.look(System.nanoTime());
        if (lease == null)
        {
            return null;
        }
        request.hold(lease);
        return start(asked, lease.place() == null ? asked.token() : lease.place());
    }

    private static TailStart start(final RequestReader.Subscription asked, final Token place)
    {
        final TailStart start = place == null ? TailStart.at(asked.position()) : TailStart.at(place);
        final TailStart whole = start.withDurability(asked.level()).withFilter(asked.filter());
        return asked.parts() <= 1 ? whole : whole.withPart(asked.part(), asked.parts());
    }

    private boolean begin(final DeliveryRequest request, final DeliveryTask task)
    {
        final long requestId = request.requestId();
        sweep();
        if (requests.containsKey(requestId))
        {
            refuse(requestId, RefusalCode.BAD_REQUEST, "request's number is in use: requestId=" + requestId);
            return true;
        }
        if (requests.size() >= shared.limits().maxRequests())
        {
            refuse(requestId, RefusalCode.TOO_MANY_REQUESTS, "client has too many reads and subscriptions: highest=" +
                shared.limits().maxRequests() + "; end one");
            return true;
        }
        if (!delivery.add(task))
        {
            return false;
        }
        requests.put(requestId, request);
        return true;
    }

    private void sweep()
    {
        requests.values().removeIf(DeliveryRequest::isDone);
    }

    private void refuse(final long requestId, final RefusalCode code, final String text)
    {
        answers.refused(requestId, 0, 0, code, text);
    }

    void onCredit(final long requestId, final long bytes)
    {
        final DeliveryRequest request = requests.get(requestId);
        if (request != null && bytes > 0)
        {
            request.addCredit(bytes);
        }
    }

    void onCancel(final long requestId)
    {
        final DeliveryRequest request = requests.remove(requestId);
        if (request != null)
        {
            request.cancel();
        }
    }

    void onSkipCorrupt(final long requestId)
    {
        final DeliveryRequest request = requests.get(requestId);
        if (request == null || request.isDone())
        {
            refuse(requestId, RefusalCode.UNKNOWN_REQUEST, "no subscription has this number: requestId=" + requestId);
        }
        else
        {
            request.skipCorrupt();
        }
    }

    void onStoreCursor(final long requestId, final Token asked)
    {
        if (!(requests.get(requestId) instanceof HeldRequest request) || request.lease() == null)
        {
            refuse(requestId, RefusalCode.UNKNOWN_REQUEST,
                "no subscription with a named cursor has this number: requestId=" + requestId);
            return;
        }
        if (asked.position() < 0 || asked.position() > store.journaledPosition())
        {
            refuse(requestId, RefusalCode.BAD_REQUEST, "place is not in the log: position=" + asked.position() + ", journaled=" +
                store.journaledPosition());
            return;
        }
        final boolean isPlain = asked.journalIdHigh() == 0 && asked.journalIdLow() == 0;
        final Token token = isPlain ? store.tokenAt(asked.position()) : asked;
        request.lease().store(token, (stored, failure) -> shared.onCursorStored(client, requestId, stored, failure));
    }

    /** Whether nothing can be delivered any more. */
    boolean isGone()
    {
        return client.isGone();
    }

    /** Ends all of them. */
    void close()
    {
        requests.values().forEach(DeliveryRequest::cancel);
        client.close();
    }
}
