package io.varve.journal.key;

import org.agrona.BitUtil;

/**
 * Body of a names file: the dictionary entries of a sealed segment, in the order of the log, those that are few ahead of the keys.
 *
 * <pre>
 *  0  identities, names, keys: how many, 4 bytes each; 4 reserved
 * 16  bytes of the names, bytes of the keys, 8 each
 * 32  identities, 16 bytes each, as in a generation
 *     entries of aggregates, event types and producers, then those of keys:
 *      0  kind, 1 byte; 1 reserved; 2 length of the name, 2 bytes; 4 index of the identity, 4 bytes
 *      8  number
 *     16  name, padded with zeros to 8
 * </pre>
 */
final class NamesLayout
{
    static final int IDENTITY_COUNT_OFFSET = 0;
    static final int NAME_COUNT_OFFSET = 4;
    static final int KEY_COUNT_OFFSET = 8;
    static final int NAMES_LENGTH_OFFSET = 16;
    static final int KEYS_LENGTH_OFFSET = 24;
    static final int HEADER_LENGTH = 32;

    static final int KIND_OFFSET = 0;
    static final int LENGTH_OFFSET = 2;
    static final int IDENTITY_INDEX_OFFSET = 4;
    static final int NUMBER_OFFSET = 8;
    static final int ENTRY_LENGTH = 16;

    private NamesLayout()
    {
    }

    static int entryLength(final int nameLength)
    {
        return ENTRY_LENGTH + BitUtil.align(nameLength, Long.BYTES);
    }
}
