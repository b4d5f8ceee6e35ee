package io.varve.replication.ingress;

import io.varve.api.Durability;
import io.varve.api.Positions;
import io.varve.codec.generation.JournalIdentity;
import io.varve.codec.protocol.HelloDecoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.WelcomeEncoder;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.limit.NodeLimits;
import io.varve.replication.message.Answers;
import io.varve.replication.message.ProtocolBreach;
import io.varve.replication.message.Texts;
import io.varve.replication.security.SecretProof;

import java.nio.file.Path;
import java.util.Arrays;

/** How a connection begins, the same for all clients: who may come in, and what they are told. */
public final class Handshake
{
    /** Version of the protocol that this node speaks. */
    static final int VERSION = 1;

    /** Bytes of a message above which it is sent as fragments. */
    public static final int MAX_MESSAGE_LENGTH = 16 * 1024;

    private static final int MAX_CLIENT_NAME = 80;

    private final EmbeddedEventStore store;
    private final NodeLimits limits;
    private final long heartbeatIntervalNs;
    private final long livenessTimeoutNs;
    private final byte[] hostHash;

    /** Null when every client is taken. */
    private final SecretProof proof;

    /**
     * Of a node.
     *
     * @param proof    of the secret, or null.
     * @param hostHash of this host, zeros when unknown.
     */
    public Handshake(
        final EmbeddedEventStore store,
        final NodeLimits limits,
        final long heartbeatIntervalNs,
        final long livenessTimeoutNs,
        final SecretProof proof,
        final byte[] hostHash)
    {
        this.store = store;
        this.limits = limits;
        this.heartbeatIntervalNs = heartbeatIntervalNs;
        this.livenessTimeoutNs = livenessTimeoutNs;
        this.proof = proof;
        this.hostHash = hostHash.clone();
    }

    /** The level that a message names. */
    static Durability levelOf(final Level level, final Durability strongest)
    {
        return switch (level)
        {
            case JOURNALED -> Durability.JOURNALED;
            case SYNCED -> Durability.SYNCED;
            case REPLICATED -> Durability.REPLICATED;
            case DEFAULT -> strongest;
            default -> throw ProtocolBreach.malformed("level is unknown");
        };
    }

    private static Level levelOf(final Durability durability)
    {
        return switch (durability)
        {
            case JOURNALED -> Level.JOURNALED;
            case SYNCED -> Level.SYNCED;
            case REPLICATED -> Level.REPLICATED;
        };
    }

    /**
     * Reads a Hello.
     *
     * @return the challenge that must be answered before the client is welcome, or null.
     * @throws ProtocolBreach when there is no common version.
     */
    byte[] onHello(final HelloDecoder hello, final boolean isLocal, final ClientIdentity identity)
    {
        if (hello.protocolVersion() < VERSION)
        {
            throw new ProtocolBreach(RefusalCode.PROTOCOL_VERSION, "client speaks a version that this node does not: client=" +
                hello.protocolVersion() + ", node=" + VERSION + "; take the client that came with the node");
        }
        final byte[] hash = new byte[SecretProof.LENGTH];
        hello.getHostHash(hash, 0, hash.length);
        identity.wantsPlace = hello.wantsPlace() != 0 && isLocal && Arrays.equals(hash, hostHash) &&
            !Arrays.equals(hash, new byte[SecretProof.LENGTH]);
        final int length = hello.clientLength();
        if (length > MAX_CLIENT_NAME)
        {
            throw ProtocolBreach.malformed("client's name must have at most " + MAX_CLIENT_NAME + " bytes: bytes=" + length);
        }
        identity.name = Texts.read(hello.buffer(), hello.limit() + HelloDecoder.clientHeaderLength(), length, "client's name");
        return proof == null ? null : proof.challenge();
    }

    /** Whether a proof answers the challenge that was sent. */
    boolean isProof(final byte[] challenge, final byte[] answer)
    {
        return proof.isProof(challenge, answer);
    }

    /** Sends a Welcome. */
    void welcome(final Answers answers, final ClientIdentity identity)
    {
        final JournalIdentity journal = store.identity();
        final Positions positions = store.positions();
        final Path place = identity.wantsPlace ? store.directory() : null;
        final WelcomeEncoder welcome = answers.welcome()
            .protocolVersion(VERSION)
            .strongest(levelOf(store.defaultDurability()))
            .journalIdHigh(journal.idHigh())
            .journalIdLow(journal.idLow())
            .epoch(journal.epoch())
            .heartbeatInterval(heartbeatIntervalNs)
            .livenessTimeout(livenessTimeoutNs)
            .maxMessage(MAX_MESSAGE_LENGTH)
            .maxWindow(limits.maxWindow())
            .maxPublishers(limits.maxPublishers())
            .maxRequests(limits.maxRequests())
            .maxNames(limits.maxNames());
        Answers.put(welcome.positions(), positions);
        welcome.dataDirectory(place == null ? "" : place.toAbsolutePath().normalize().toString());
        answers.sendWelcome();
    }
}
