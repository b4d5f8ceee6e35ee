package io.varve.journal.index;

/** Where the parts of the body of an index of generations are. */
final class GenerationIndexLayout
{
    static final int ALIGNMENT = 8;

    static final int GENERATIONS_OFFSET = 0;
    static final int RUNS_OFFSET = 4;
    static final int LISTS_OFFSET = 8;
    static final int POSTINGS_LENGTH_OFFSET = 12;

    /** Bytes of the counts; the offsets of the generations follow. */
    static final int COUNTS_LENGTH = 16;

    static final int RUN_LENGTH = 40;
    static final int RUN_FIRST_POSITION_OFFSET = 0;
    static final int RUN_MIN_TIMESTAMP_OFFSET = 8;
    static final int RUN_MAX_TIMESTAMP_OFFSET = 16;
    static final int RUN_RECORDED_AT_OFFSET = 24;
    static final int RUN_FIRST_GENERATION_OFFSET = 32;
    static final int RUN_BYTES_OFFSET = 36;

    static final int LIST_LENGTH = 32;
    static final int LIST_IDENTITY_HIGH_OFFSET = 0;
    static final int LIST_IDENTITY_LOW_OFFSET = 8;
    static final int LIST_TYPE_OFFSET = 16;
    static final int LIST_ENCODING_OFFSET = 20;
    static final int LIST_START_OFFSET = 24;
    static final int LIST_BYTES_OFFSET = 28;

    private GenerationIndexLayout()
    {
    }
}
