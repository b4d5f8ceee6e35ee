package io.varve.journal;

import io.varve.codec.checksum.Chain;
import io.varve.codec.checksum.Crc;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexInspection;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.ReadSegments;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.SegmentNames;
import org.agrona.ExpandableDirectByteBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One look at everything a journal holds, up to what was journaled when it began: the checksum and chain of every generation, the
 * checksum of every event, and what lies behind the end. Reads plainly, so that a bad sector is a finding.
 */
final class Verification
{
    private final DirectoryLayout directory;
    private final MappedLogReader reader;
    private final ReadSegments segments;
    private final BatchDecoder batch = new BatchDecoder();
    private final ExpandableDirectByteBuffer scratch = new ExpandableDirectByteBuffer();
    private final List<String> findings = new ArrayList<>();
    private long generations;
    private long events;
    private long bytes;
    private long corrupt;
    private long torn;
    private long chain = Chain.START;
    private boolean isChainKnown = true;

    Verification(final DirectoryLayout directory, final MappedLogReader reader)
    {
        this.directory = directory;
        this.reader = reader;
        segments = new ReadSegments(directory.journal());
    }

    VerifyReport run()
    {
        final long startNs = System.nanoTime();
        final long limit = reader.positions().journaled();
        final GenerationWalker walker = new GenerationWalker(segments, reader::journalId);
        while (true)
        {
            final Step step = walker.next(limit);
            if (step == Step.GENERATION)
            {
                check(walker);
            }
            else if (step == Step.END)
            {
                lookBehindEnd(walker);
                break;
            }
            else
            {
                corrupt++;
                findings.add(walker.corruption().text());
                isChainKnown = false;
                if (walker.skipCorrupt() < 0)
                {
                    break;
                }
            }
        }
        return new VerifyReport(generations, events, bytes, corrupt, torn, indexesToRebuild(walker.segment()),
            (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1), List.copyOf(findings));
    }

    private long indexesToRebuild(final long openSegment)
    {
        final FormatFile format = FormatFile.read(directory);
        if (format == null)
        {
            return 0;
        }
        final IndexFolder index = new IndexFolder(directory.index(), format.journalIdHigh(), format.journalIdLow());
        return new IndexInspection(index, reader.segments()).toRebuild(openSegment) + (reader.keysFault() == null ? 0 : 1);
    }

    private void check(final GenerationWalker walker)
    {
        final GenerationDecoder generation = walker.generation();
        if (isChainKnown && generation.previousChain() != chain)
        {
            corrupt++;
            findings.add("chain is broken: number=" + generation.number() + ", position=" + generation.firstPosition() +
                ", file=" + SegmentNames.file(walker.segment()) + ", offset=" + walker.generationOffset());
        }
        chain = generation.computeChain();
        isChainKnown = true;
        generations++;
        events += generation.eventCount();
        bytes += generation.length();

        boolean isContinued = false;
        batch.wrap(generation);
        while (batch.next())
        {
            isContinued = (batch.flags() & BatchFlags.MORE) != 0;
            while (batch.nextEvent())
            {
                if (eventCrc(generation) != batch.eventCrc())
                {
                    corrupt++;
                    findings.add("event crc mismatch: position=" + (batch.firstPosition() + batch.eventIndex()) + ", number=" +
                        generation.number() + ", file=" + SegmentNames.file(walker.segment()));
                }
            }
        }
        if (isContinued)
        {
            corrupt++;
            findings.add("transaction has no end: number=" + generation.number() + ", position=" +
                (generation.nextPosition() - 1) + ", file=" + SegmentNames.file(walker.segment()));
        }
    }

    private int eventCrc(final GenerationDecoder generation)
    {
        scratch.putInt(0, batch.eventType() << 16 | batch.eventLength(), ByteOrder.LITTLE_ENDIAN);
        scratch.putBytes(Integer.BYTES, generation.buffer(), batch.eventDataOffset(), batch.eventLength());
        return Crc.crc32c(scratch, 0, Integer.BYTES + batch.eventLength());
    }

    /** Something that was begun and not finished is cut by the next start; a live writer may be at it right now. */
    private void lookBehindEnd(final GenerationWalker walker)
    {
        final Segment segment = generations == 0 ? null : segments.open(walker.segment());
        if (segment == null || walker.endOffset() + 2 * Framing.WORD_LENGTH > segment.buffer().capacity() || reader.hasWriter())
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
}
