package io.varve.client.session;

import io.varve.api.Durability;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.WelcomeDecoder;

/**
 * What a node has said in its welcome.
 *
 * @param strongest           level of its medium.
 * @param journalIdHigh       first half of its journal's id.
 * @param journalIdLow        second half.
 * @param epoch               of the journal.
 * @param heartbeatIntervalNs of both sides.
 * @param livenessTimeoutNs   of silence after which either takes the other for gone.
 * @param maxMessageLength    above which a message is sent as fragments.
 * @param maxWindow           batches of a publisher without an ack.
 * @param maxNames            that this client may define.
 * @param dataDirectory       for a client of the same host that may map it, else empty.
 */
public record Terms(
    Durability strongest,
    long journalIdHigh,
    long journalIdLow,
    long epoch,
    long heartbeatIntervalNs,
    long livenessTimeoutNs,
    int maxMessageLength,
    int maxWindow,
    int maxNames,
    String dataDirectory)
{
    static Terms of(final WelcomeDecoder welcome)
    {
        return new Terms(
            durability(welcome.strongest()), welcome.journalIdHigh(), welcome.journalIdLow(), welcome.epoch(),
            welcome.heartbeatInterval(), welcome.livenessTimeout(), (int)welcome.maxMessage(),
            (int)Math.min(welcome.maxWindow(), Integer.MAX_VALUE), (int)Math.min(welcome.maxNames(), Integer.MAX_VALUE),
            welcome.dataDirectory());
    }

    private static Durability durability(final Level level)
    {
        return switch (level)
        {
            case SYNCED -> Durability.SYNCED;
            case REPLICATED -> Durability.REPLICATED;
            default -> Durability.JOURNALED;
        };
    }

    /** A level as messages say it. */
    public static Level level(final Durability durability)
    {
        return switch (durability)
        {
            case JOURNALED -> Level.JOURNALED;
            case SYNCED -> Level.SYNCED;
            case REPLICATED -> Level.REPLICATED;
        };
    }

    /** Whether another welcome is of the same journal. */
    boolean isOfSameJournal(final Terms other)
    {
        return journalIdHigh == other.journalIdHigh && journalIdLow == other.journalIdLow;
    }
}
