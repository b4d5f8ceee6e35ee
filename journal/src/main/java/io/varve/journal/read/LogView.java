package io.varve.journal.read;

import io.varve.api.Durability;
import io.varve.api.Positions;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.index.LogIndex;
import io.varve.journal.segment.Segments;
import io.varve.journal.stream.StreamLocator;

/** What cursors need to know of the log that they read; implemented by the store that writes and by the reader that maps. */
public interface LogView
{
    /** Where generations stand. */
    Segments segments();

    /** Indexes of the segments. */
    LogIndex index();

    /** How far the log has come now. */
    Positions positions();

    /** The position behind the last event that has reached a level; allocates nothing. */
    long positionAt(Durability durability);

    /** The strongest level of the medium. */
    Durability defaultDurability();

    /** Id and epoch of the journal. */
    JournalIdentity journal();

    /** The journal's id, folded as generations carry it; allocates nothing. */
    long journalId();

    /** Changes when the files may have been replaced under a reader; odd while they may not be read. */
    long incarnation();

    /** Names of everything that the generations below a number use. */
    Dictionary names(long belowGeneration);

    /** Where streams are, as far as it is known without reading the log. */
    StreamLocator streams();

    /** Whether the log can no longer be read. */
    boolean isClosed();
}
