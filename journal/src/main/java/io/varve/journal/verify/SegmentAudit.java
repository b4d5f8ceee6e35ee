package io.varve.journal.verify;

import io.varve.journal.digest.SegmentDigest;
import io.varve.journal.digest.Sha256;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.segment.FramingAudit;
import io.varve.journal.segment.Segment;

import java.util.List;

/** Looks at a segment as a whole, when its generations have been looked at. */
final class SegmentAudit
{
    private final IndexFolder index;
    private final IndexAudit indexAudit;
    private final boolean isStill;
    private final List<String> findings;
    private final FramingAudit framingAudit = new FramingAudit();
    private long framing;
    private long indexesToRebuild;

    /** @param isStill whether nobody writes, and the last writer closed cleanly. */
    SegmentAudit(final IndexFolder index, final IndexAudit indexAudit, final boolean isStill, final List<String> findings)
    {
        this.index = index;
        this.indexAudit = indexAudit;
        this.isStill = isStill;
        this.findings = findings;
    }

    /**
     * Looks at one.
     *
     * @param endOffset behind its last generation.
     * @param isSealed  whether generations follow in another one.
     * @param isWhole   whether all its generations are what was written; else its framing is not looked at.
     * @param chain     of its last generation.
     */
    void look(final Segment segment, final int endOffset, final boolean isSealed, final boolean isWhole, final long chain)
    {
        if (isSealed)
        {
            indexesToRebuild += indexAudit.count(segment.number(), isWhole, chain, findings);
        }
        if (isWhole)
        {
            String fault = framingAudit.firstFault(segment, endOffset, isSealed, isSealed || isStill);
            if (fault == null && isSealed)
            {
                fault = digestFault(segment, chain);
            }
            if (fault != null)
            {
                framing++;
                findings.add(fault);
            }
        }
    }

    private String digestFault(final Segment segment, final long chain)
    {
        final SegmentDigest digest = SegmentDigest.read(index, segment.number());
        if (digest == null || digest.chain() != chain)
        {
            return null;
        }
        final int length = segment.buffer().capacity();
        if (digest.lengthBytes() == length && digest.sha256().equals(Sha256.of(segment.buffer(), length)))
        {
            return null;
        }
        return "framing damaged: SHA-256 mismatch, file=" + segment.place() + ", length=" + length + ", when it was sealed=" +
            digest.lengthBytes() + "; all events are whole, but other bytes of the file are not what was written";
    }

    long framing()
    {
        return framing;
    }

    long indexesToRebuild()
    {
        return indexesToRebuild;
    }
}
