package io.varve.replication.ingress;

import io.varve.codec.protocol.AuthenticateDecoder;
import io.varve.codec.protocol.AwaitDecoder;
import io.varve.codec.protocol.CancelDecoder;
import io.varve.codec.protocol.ClosePublisherDecoder;
import io.varve.codec.protocol.CreditDecoder;
import io.varve.codec.protocol.DefineNameDecoder;
import io.varve.codec.protocol.FragmentDecoder;
import io.varve.codec.protocol.GetHeadDecoder;
import io.varve.codec.protocol.GetStreamDecoder;
import io.varve.codec.protocol.GoodbyeDecoder;
import io.varve.codec.protocol.HelloDecoder;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.NewIdsDecoder;
import io.varve.codec.protocol.OpenPublisherDecoder;
import io.varve.codec.protocol.PublishDecoder;
import io.varve.codec.protocol.PublishTransactionDecoder;
import io.varve.codec.protocol.ReadDecoder;
import io.varve.codec.protocol.SkipCorruptDecoder;
import io.varve.codec.protocol.StoreCursorDecoder;
import io.varve.codec.protocol.SubscribeDecoder;
import io.varve.replication.aeron.MessageHandler;
import io.varve.replication.message.ClientShapes;
import io.varve.replication.message.MessageShape;
import io.varve.replication.message.ProtocolBreach;
import org.agrona.DirectBuffer;

/**
 * Finds out what a client has sent and calls its session for it. Whatever a message says of its lengths is checked here, before
 * anybody trusts it.
 */
final class MessageDispatch implements MessageHandler
{
    private final ClientSession session;
    private final Reassembly reassembly;
    private final MessageHandler whole =
        (buffer, offset, length) -> onWhole(templateOf(buffer, offset, length), buffer, offset, length);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FragmentDecoder fragment = new FragmentDecoder();
    private final HelloDecoder hello = new HelloDecoder();
    private final AuthenticateDecoder authenticate = new AuthenticateDecoder();
    private final DefineNameDecoder defineName = new DefineNameDecoder();
    private final OpenPublisherDecoder openPublisher = new OpenPublisherDecoder();
    private final ClosePublisherDecoder closePublisher = new ClosePublisherDecoder();
    private final AwaitDecoder await = new AwaitDecoder();
    private final NewIdsDecoder newIds = new NewIdsDecoder();
    private final GetHeadDecoder getHead = new GetHeadDecoder();
    private final GetStreamDecoder getStream = new GetStreamDecoder();
    private final ReadDecoder read = new ReadDecoder();
    private final SubscribeDecoder subscribe = new SubscribeDecoder();
    private final CreditDecoder credit = new CreditDecoder();
    private final CancelDecoder cancel = new CancelDecoder();
    private final StoreCursorDecoder storeCursor = new StoreCursorDecoder();
    private final SkipCorruptDecoder skipCorrupt = new SkipCorruptDecoder();

    MessageDispatch(final ClientSession session, final long maxMessageBytes)
    {
        this.session = session;
        reassembly = new Reassembly(maxMessageBytes);
    }

    @Override
    public boolean onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        final int template = templateOf(buffer, offset, length);
        if (template != FragmentDecoder.TEMPLATE_ID)
        {
            return onWhole(template, buffer, offset, length);
        }
        session.checkOpen();
        fragment.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return reassembly.onFragment(fragment, buffer, whole);
    }

    /** Checks a message by its header. */
    private int templateOf(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH)
        {
            throw ProtocolBreach.malformed("message is shorter than a header: bytes=" + length);
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID)
        {
            throw ProtocolBreach.malformed("message is of another schema: schema=" + header.schemaId() + ", expected=" +
                MessageHeaderDecoder.SCHEMA_ID);
        }
        final int template = header.templateId();
        final MessageShape shape = ClientShapes.of(template);
        if (shape != null)
        {
            shape.check(
                buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, offset + length, header.blockLength());
        }
        return template;
    }

    /** Of a message whose header is wrapped and whose shape was checked. */
    private boolean onWhole(final int template, final DirectBuffer buffer, final int messageOffset, final int length)
    {
        final int offset = messageOffset + MessageHeaderDecoder.ENCODED_LENGTH;
        final int block = header.blockLength();
        final int version = header.version();
        switch (template)
        {
            case PublishDecoder.TEMPLATE_ID:
                session.checkOpen();
                return session.writing().batches().onPublish(buffer, offset, block, version, length);
            case PublishTransactionDecoder.TEMPLATE_ID:
                session.checkOpen();
                return session.writing().batches().onTransaction(buffer, offset, block, version, length);
            case HelloDecoder.TEMPLATE_ID:
                hello.wrap(buffer, offset, block, version);
                session.onHello(hello);
                return true;
            case AuthenticateDecoder.TEMPLATE_ID:
                authenticate.wrap(buffer, offset, block, version);
                session.onAuthenticate(authenticate);
                return true;
            case GoodbyeDecoder.TEMPLATE_ID:
                session.onGoodbye();
                return true;
            case FragmentDecoder.TEMPLATE_ID:
                throw ProtocolBreach.malformed("a slice may not be of a slice");
            default:
                session.checkOpen();
                return onOther(template, buffer, offset, block, version);
        }
    }

    private boolean onOther(
        final int template, final DirectBuffer buffer, final int offset, final int block, final int version)
    {
        switch (template)
        {
            case DefineNameDecoder.TEMPLATE_ID:
                defineName.wrap(buffer, offset, block, version);
                session.writing().onDefineName(defineName);
                return true;
            case OpenPublisherDecoder.TEMPLATE_ID:
                openPublisher.wrap(buffer, offset, block, version);
                return session.writing().onOpenPublisher(openPublisher);
            case ClosePublisherDecoder.TEMPLATE_ID:
                closePublisher.wrap(buffer, offset, block, version);
                session.writing().onClosePublisher(closePublisher.publisher());
                return true;
            case AwaitDecoder.TEMPLATE_ID:
                await.wrap(buffer, offset, block, version);
                session.writing().onAwait(await.position(), await.level());
                return true;
            case NewIdsDecoder.TEMPLATE_ID:
                newIds.wrap(buffer, offset, block, version);
                session.writing().onNewIds(newIds.requestId(), newIds.amount());
                return true;
            default:
                return onQuestion(template, buffer, offset, block, version);
        }
    }

    private boolean onQuestion(
        final int template, final DirectBuffer buffer, final int offset, final int block, final int version)
    {
        final ClientRequests requests = session.requests();
        switch (template)
        {
            case GetHeadDecoder.TEMPLATE_ID:
                getHead.wrap(buffer, offset, block, version);
                return requests.onGetHead(getHead.requestId());
            case GetStreamDecoder.TEMPLATE_ID:
                getStream.wrap(buffer, offset, block, version);
                return requests.onGetStream(getStream);
            case ReadDecoder.TEMPLATE_ID:
                read.wrap(buffer, offset, block, version);
                return requests.onRead(read);
            case SubscribeDecoder.TEMPLATE_ID:
                subscribe.wrap(buffer, offset, block, version);
                return requests.onSubscribe(subscribe);
            case CreditDecoder.TEMPLATE_ID:
                credit.wrap(buffer, offset, block, version);
                requests.onCredit(credit.requestId(), credit.bytes());
                return true;
            case CancelDecoder.TEMPLATE_ID:
                cancel.wrap(buffer, offset, block, version);
                requests.onCancel(cancel.requestId());
                return true;
            case StoreCursorDecoder.TEMPLATE_ID:
                storeCursor.wrap(buffer, offset, block, version);
                requests.onStoreCursor(storeCursor.requestId(), RequestReader.token(storeCursor.place()));
                return true;
            case SkipCorruptDecoder.TEMPLATE_ID:
                skipCorrupt.wrap(buffer, offset, block, version);
                requests.onSkipCorrupt(skipCorrupt.requestId());
                return true;
            default:
                return true; // a heartbeat, or what a later version says
        }
    }
}
