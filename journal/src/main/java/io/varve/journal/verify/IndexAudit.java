package io.varve.journal.verify;

import io.varve.journal.index.IndexFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.segment.SegmentNames;

import java.util.ArrayList;
import java.util.List;

/** Looks at the index files of sealed segments. A bad one is no corruption: readers go around it, a writer makes it anew. */
final class IndexAudit
{
    private final IndexFolder folder;
    private final boolean isBeingMade;

    /**
     * Of a journal's index.
     *
     * @param isBeingMade whether a writer is there, which may be at those that are missing.
     */
    IndexAudit(final IndexFolder folder, final boolean isBeingMade)
    {
        this.folder = folder;
        this.isBeingMade = isBeingMade;
    }

    /**
     * Looks at the files of one segment.
     *
     * @param isWhole  whether the chain is known: the segment's last generation is whole.
     * @param chain    of its last generation.
     * @param findings takes a line for each damaged file, and one for all that are missing.
     * @return how many are bad.
     */
    int count(final long segment, final boolean isWhole, final long chain, final List<String> findings)
    {
        int bad = 0;
        final List<String> missing = new ArrayList<>();
        for (final IndexKind kind : IndexKind.BUILT)
        {
            final IndexFile file = folder.open(segment, kind);
            final boolean isMissing = file.summary() == null && "missing".equals(file.unusable());
            String fault = null;
            if (!file.isUsable() || !file.checkAll())
            {
                fault = file.unusable();
            }
            else if (isWhole && file.summary().chain() != chain)
            {
                fault = "made from other content";
            }
            if (isMissing)
            {
                missing.add(kind.suffix());
            }
            else if (fault != null)
            {
                bad++;
                findings.add("index to rebuild: file=" + file.place() + ", reason=" + fault + "; the next writer does it");
            }
        }
        if (!isBeingMade && !missing.isEmpty())
        {
            findings.add("index to rebuild: segment=" + SegmentNames.base(segment) + ", missing=" + String.join(",", missing) +
                "; the next writer does it");
        }
        return bad + missing.size();
    }
}
