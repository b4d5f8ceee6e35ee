package io.varve.codec;

/** The bounds of the format, each in one place, because ring slack, journal overlap and messages are sized by them. */
public final class Limits
{
    /** Most bytes of one event's data: the length field has 16 bits. */
    public static final int MAX_EVENT_LENGTH = 65_535;

    /** Most events of one batch: the count field holds the count less one in 8 bits. */
    public static final int MAX_BATCH_EVENTS = 256;

    /** Most bytes of one batch's metadata, encoded. */
    public static final int MAX_METADATA_LENGTH = 4_096;

    /** Bytes that a generation is filled up to, its header included, unless one batch alone needs more. */
    public static final int TARGET_GENERATION_LENGTH = 4_096;

    /** Most bytes of a generation; what does not fit is refused when it is claimed. */
    public static final int MAX_GENERATION_LENGTH = 124 * 1024;

    /** Most characters of a domain's or an aggregate's name. */
    public static final int MAX_NAME_LENGTH = 20;

    /** Most characters of an event type's name. */
    public static final int MAX_TYPE_NAME_LENGTH = 80;

    /** Most characters of a named cursor's name. */
    public static final int MAX_CURSOR_NAME_LENGTH = MAX_TYPE_NAME_LENGTH;

    /** Most bytes of an instance's key in UTF-8. */
    public static final int MAX_KEY_LENGTH = 1_024;

    /** Most aggregates of a domain: numbers 1 to 255. */
    public static final int MAX_AGGREGATES = 255;

    /** Most event types of a domain: numbers 1 to 65,535. */
    public static final int MAX_TYPES = 65_535;

    /** Most batches and conditions of one transaction. */
    public static final int MAX_TRANSACTION_PARTS = 256;

    /** Batches of a producer, counted back from its last one, whose answers are remembered. */
    public static final int PRODUCER_WINDOW = 1_024;

    /** Most identities that one generation can name: the index has 8 bits. */
    public static final int MAX_GENERATION_IDENTITIES = 256;

    /** Most producers that one generation can name: the index + 1 has 8 bits. */
    public static final int MAX_GENERATION_PRODUCERS = 255;

    /** Highest version that an event can have in its stream: the field has 32 bits. */
    public static final long MAX_VERSION = 0xFFFF_FFFFL;

    private Limits()
    {
    }
}
