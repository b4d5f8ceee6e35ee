package io.varve.journal;

import io.varve.api.Durability;
import io.varve.codec.dictionary.Dictionary;
import io.varve.journal.admission.ProducerTable;
import io.varve.journal.index.LogIndex;
import io.varve.journal.recovery.RecoveryReport;
import io.varve.journal.segment.Segments;
import io.varve.journal.stream.Streams;
import io.varve.journal.write.JournalSink;
import io.varve.ring.LogPositions;
import io.varve.ring.LogStart;

/** A journal that is open for writing, whatever keeps it; the store puts a ring in front of it. */
interface Journal extends AutoCloseable
{
    /** Where generations stand. */
    Segments segments();

    /** Indexes of the segments. */
    LogIndex index();

    /** Takes generations. */
    JournalSink sink();

    /** How far it has come. */
    LogPositions positions();

    /** Where it went on when it was opened. */
    LogStart start();

    /** Its names. */
    Dictionary dictionary();

    /** Versions and places of all streams. */
    Streams streams();

    /** Number of the last generation that is journaled, -1 none; no older than any journaled position that was seen before. */
    long lastGeneration();

    /** What every producer has written. */
    ProducerTable producers();

    /** What opening it found. */
    RecoveryReport recovery();

    /** The strongest level that its medium gives. */
    Durability strongest();

    /** Waits until everything below a journaled position has reached a level that the medium gives. */
    void await(long position, Durability durability, long timeoutNs);

    /** Asks for a sync of what is journaled and returns at once. */
    void requestSync();

    /** What to call it in messages. */
    String place();

    /** Seals nothing, syncs everything, marks it as cleanly closed. */
    @Override
    void close();
}
