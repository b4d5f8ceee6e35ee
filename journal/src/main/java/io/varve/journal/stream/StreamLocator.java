package io.varve.journal.stream;

import org.agrona.collections.LongArrayList;

/**
 * Says where the events of a stream are without reading the log. Thread-safe; never blocks a writer.
 *
 * <p>An answer is a hint to be checked against the generations themselves: it is complete for what was journaled when it was asked
 * for, and may name generations that are not journaled yet.
 */
public interface StreamLocator
{
    /** Takes the places of a stream, the newest first. */
    @FunctionalInterface
    interface PlaceVisitor
    {
        /**
         * A generation that holds versions that were asked for.
         *
         * @param lastVersion of the stream in it.
         */
        void onPlace(long generation, long lastVersion);
    }

    /** Version of a stream that is not known: look into the log. */
    long UNKNOWN_VERSION = -2;

    /** Knows nothing: whoever asks reads the log. */
    StreamLocator NONE = new StreamLocator()
    {
        @Override
        public boolean locate(
            final int aggregateOrdinal,
            final boolean isKeyed,
            final long id,
            final long fromVersion,
            final long toVersion,
            final LongArrayList generations)
        {
            return false;
        }

        @Override
        public long visit(
            final int aggregateOrdinal,
            final boolean isKeyed,
            final long id,
            final long fromVersion,
            final long toVersion,
            final PlaceVisitor visitor)
        {
            return UNKNOWN_VERSION;
        }

        @Override
        public long lastVersion(
            final int aggregateOrdinal, final boolean isKeyed, final long id, final long belowGeneration)
        {
            return UNKNOWN_VERSION;
        }

        @Override
        public long streamCount()
        {
            return -1;
        }
    };

    /**
     * Finds the generations that hold events of a stream.
     *
     * @param aggregateOrdinal place of the aggregate in the log; of a negative one nothing is known.
     * @param id          of the instance, or the number of its key.
     * @param fromVersion lowest version wanted.
     * @param toVersion   behind the highest version wanted; {@link Long#MAX_VALUE} for all.
     * @param generations takes their numbers, the newest first; cleared first.
     * @return false when it is not known: the log must be read, and {@code generations} is empty.
     */
    boolean locate(
        int aggregateOrdinal, boolean isKeyed, long id, long fromVersion, long toVersion, LongArrayList generations);

    /**
     * Hands out the generations that {@link #locate} finds, each as soon as it is known.
     *
     * @return first version in the oldest of them, or behind the last version when there is none; {@link #UNKNOWN_VERSION} when the
     *     log must be read, whatever was handed out.
     */
    long visit(
        int aggregateOrdinal, boolean isKeyed, long id, long fromVersion, long toVersion, PlaceVisitor visitor);

    /**
     * Version of the last event of a stream.
     *
     * @param belowGeneration generations from this number on do not count: what is admitted may not be journaled yet.
     * @return -1 for a stream without events, {@link #UNKNOWN_VERSION} when it is not known.
     */
    long lastVersion(int aggregateOrdinal, boolean isKeyed, long id, long belowGeneration);

    /** Streams that have events, those not journaled yet included; -1 when it is not known. */
    long streamCount();
}
