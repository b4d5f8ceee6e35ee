package io.varve.journal.stream;

import org.agrona.DirectBuffer;

/** A link as it was read. */
final class LinkView
{
    long id;
    int kind;
    long generation;
    long previous;
    long lastVersion;

    void copy(final DirectBuffer buffer, final int offset)
    {
        id = Link.id(buffer, offset);
        kind = Link.kind(buffer, offset);
        generation = Link.generation(buffer, offset);
        previous = Link.previous(buffer, offset);
        lastVersion = Link.lastVersion(buffer, offset);
    }

    boolean isOf(final int ofKind, final long ofId)
    {
        return kind == ofKind && id == ofId;
    }
}
