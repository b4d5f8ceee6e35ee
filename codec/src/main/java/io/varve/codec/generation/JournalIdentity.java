package io.varve.codec.generation;

/**
 * What every generation says of the journal that it belongs to.
 *
 * @param idHigh first half of the 128-bit journal id.
 * @param idLow  second half.
 * @param epoch  grows with every cut, restore or reseed; 32 bits, unsigned.
 * @param term   leadership term of a cluster, 0 without one.
 */
public record JournalIdentity(long idHigh, long idLow, long epoch, long term)
{
    /** The id in 64 bits, as generations carry it. */
    public long folded()
    {
        return idHigh ^ idLow;
    }

    /** The same journal in another epoch. */
    public JournalIdentity withEpoch(final long newEpoch)
    {
        return new JournalIdentity(idHigh, idLow, newEpoch, term);
    }

    /** The id as 32 hexadecimal digits. */
    public String idText()
    {
        return String.format("%016x%016x", idHigh, idLow);
    }
}
