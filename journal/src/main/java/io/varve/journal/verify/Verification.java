package io.varve.journal.verify;

import io.varve.codec.checksum.Chain;
import io.varve.codec.generation.GenerationAudit;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.directory.Watermark;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.SegmentNames;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One look at everything a journal holds, up to where it ended when the look began: of every generation its checksum, number,
 * positions, chain and parts, of every event its checksum, of every stream its versions, of every name its number; of every
 * segment the framing, its SHA-256 where one was noted, its index files; and what lies behind the end.
 */
public final class Verification
{
    /** Lines that are kept of each kind of finding; all are counted. */
    private static final int MAX_FINDINGS = 1_000;

    private final JournalCopy journal;
    private final boolean hasWriter;
    private final Watermark watermark;
    private final LongConsumer progress;
    private final SegmentAudit segmentAudit;
    private final GenerationAudit parts = new GenerationAudit();
    private final StreamAudit streams = new StreamAudit();
    private final List<String> findings = new ArrayList<>();
    private long generations;
    private long events;
    private long bytes;
    private long corrupt;
    private long torn;
    private long chain = Chain.START;
    private boolean isChainKnown = true;
    private Segment segment;
    private int endOffset;
    private boolean isSegmentWhole = true;

    /**
     * Over a journal, read plainly.
     *
     * @param index     of its sealed segments.
     * @param hasWriter whether a process seems to write it now.
     * @param watermark as it stood before the look began, or null: its chain is the one thing that knows the last generation.
     * @param progress  told bytes that were looked at.
     */
    public Verification(
        final JournalCopy journal,
        final IndexFolder index,
        final boolean hasWriter,
        final Watermark watermark,
        final LongConsumer progress)
    {
        this.journal = journal;
        this.hasWriter = hasWriter;
        this.watermark = watermark;
        this.progress = progress;
        final boolean isFinal = watermark != null && watermark.isClean() && !hasWriter;
        segmentAudit = new SegmentAudit(index, new IndexAudit(index, hasWriter), isFinal, findings);
    }

    /** Looks at everything. */
    public Verification run()
    {
        final GenerationWalker walker = new GenerationWalker(journal.segments(), journal::foldedId);
        while (true)
        {
            final Step step = walker.next(journal.nextPosition());
            if (step == Step.GENERATION)
            {
                follow(walker);
                check(walker);
            }
            else if (step == Step.END)
            {
                leaveSegment(false);
                lookBehindEnd(walker);
                return this;
            }
            else
            {
                find(walker.corruption().text());
                isChainKnown = false;
                isSegmentWhole = false;
                streams.miss();
                final boolean isElsewhere = walker.corruption().resumeSegment() != walker.segment();
                if (walker.skipCorrupt() < 0)
                {
                    return this;
                }
                if (isElsewhere)
                {
                    segment = null; // nothing is known of where the two segments meet
                }
            }
        }
    }

    private void follow(final GenerationWalker walker)
    {
        if (segment != null && walker.segment() != segment.number())
        {
            leaveSegment(true);
            isSegmentWhole = true;
        }
        if (segment == null || walker.segment() != segment.number())
        {
            segment = journal.segments().open(walker.segment());
        }
        endOffset = walker.endOffset();
    }

    private void leaveSegment(final boolean isSealed)
    {
        if (segment != null)
        {
            segmentAudit.look(segment, endOffset, isSealed, isSegmentWhole, chain);
            progress.accept(endOffset);
        }
    }

    private void check(final GenerationWalker walker)
    {
        final GenerationDecoder generation = walker.generation();
        if (isChainKnown && generation.previousChain() != chain)
        {
            find("chain is broken: " + place(walker));
        }
        chain = generation.computeChain();
        isChainKnown = true;
        if (watermark != null && watermark.number() == generation.number() && watermark.chain() != chain)
        {
            find("generation is not the one that was synced: " + place(walker));
        }
        generations++;
        events += generation.eventCount();
        bytes += generation.length();

        final String fault = parts.firstFault(generation);
        if (fault != null)
        {
            find("contradictory generation: " + place(walker) + ", reason=" + fault);
            streams.miss();
            return;
        }
        if (parts.removedPositions() > 0)
        {
            streams.miss();
        }
        final String streamFault = streams.firstFault(generation);
        if (streamFault != null)
        {
            find("contradictory streams or names: " + place(walker) + ", reason=" + streamFault);
        }
    }

    private void find(final String text)
    {
        corrupt++;
        if (findings.size() < MAX_FINDINGS)
        {
            findings.add(text);
        }
    }

    private static String place(final GenerationWalker walker)
    {
        return "number=" + walker.generation().number() + ", position=" + walker.generation().firstPosition() + ", file=" +
            SegmentNames.file(walker.segment()) + ", offset=" + walker.generationOffset();
    }

    /** Something that was begun and not finished is cut by the next start; a live writer may be at it right now. */
    private void lookBehindEnd(final GenerationWalker walker)
    {
        if (hasWriter || segment == null || walker.endOffset() + 2 * Framing.WORD_LENGTH > segment.buffer().capacity())
        {
            return;
        }
        final int word = Framing.word(segment.buffer(), walker.endOffset());
        final int behind = Framing.word(segment.buffer(), walker.endOffset() + Framing.WORD_LENGTH);
        if (word != Framing.END_OF_FILE && !Framing.isMetadata(word) && (word != 0 || behind != 0))
        {
            torn++;
            findings.add("torn generation above the watermark: number=" + walker.nextNumber() + ", position=" +
                walker.nextPosition() + ", file=" + segment.place() + ", offset=" + walker.endOffset() +
                "; the next start cuts it");
        }
    }

    /** Valid ones. */
    public long generations()
    {
        return generations;
    }

    /** In them. */
    public long events()
    {
        return events;
    }

    /** Of them. */
    public long bytes()
    {
        return bytes;
    }

    /** Places that are not what was written, or contradict what was written before. */
    public long corrupt()
    {
        return corrupt;
    }

    /** Places above the watermark that are incomplete. */
    public long torn()
    {
        return torn;
    }

    /** Segments whose generations are whole while other bytes of the file are not what was written. */
    public long framing()
    {
        return segmentAudit.framing();
    }

    /** Index files that are missing or damaged. */
    public long indexesToRebuild()
    {
        return segmentAudit.indexesToRebuild();
    }

    /** A line for each finding. */
    public List<String> findings()
    {
        return List.copyOf(findings);
    }
}
