package io.varve.journal.read;

import io.varve.api.EventCursor;
import org.agrona.MutableDirectBuffer;

/**
 * What every cursor over a log can do beyond its interface, for those who send events on as they stand, and who look after many
 * cursors in one thread.
 */
public interface StoredEvent extends EventCursor
{
    /** Number of the event's type in its domain, as its checksum covers it. */
    int typeNumber();

    /** Whether the instance has a key. */
    boolean isKeyed();

    /** Bytes of the metadata of the event's batch, encoded; 0 for none. */
    int metadataLength();

    /** Copies the metadata as it stands. */
    void copyMetadata(MutableDirectBuffer target, int offset);

    /**
     * Bounds how many generations one step may look into; a step that has used them up returns false, and the one behind it goes
     * on from there. Only of cursors that go forwards.
     */
    void stepLimit(int generations);

    /** Whether the last step returned false because of its limit, and not because there was nothing more. */
    boolean isPaused();
}
