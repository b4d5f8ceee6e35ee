package io.varve.journal.stream;

import org.agrona.collections.LongArrayList;

/** Follows a stream's links from its head back. Thread-safe, whatever the writer does meanwhile. */
final class StreamReader implements StreamLocator
{
    private static final long NONE_PENDING = -1;

    /** What a load is compared with so that it is not left out as useless; nothing depends on the outcome, so nothing waits. */
    private static final int KEEP_LOAD = 0x5EED_7A6E;

    private final HeadsControl control;
    private final HeadReader heads;
    private final LinkSource links;
    private final Runnable onDamage;

    /** @param onDamage told when what was found cannot be. */
    StreamReader(final HeadsControl control, final LinkSource links, final Runnable onDamage)
    {
        this.onDamage = onDamage;
        this.control = control;
        this.links = links;
        heads = new HeadReader(control);
    }

    @Override
    public boolean locate(
        final int aggregateOrdinal,
        final boolean isKeyed,
        final long id,
        final long fromVersion,
        final long toVersion,
        final LongArrayList generations)
    {
        generations.clear();
        final boolean isKnown = visit(aggregateOrdinal, isKeyed, id, fromVersion, toVersion,
            (generation, lastVersion) -> generations.addLong(generation)) != UNKNOWN_VERSION;
        if (!isKnown)
        {
            generations.clear();
        }
        return isKnown;
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
        if (aggregateOrdinal < 0)
        {
            return UNKNOWN_VERSION;
        }
        final int kind = StreamKey.kind(aggregateOrdinal, isKeyed);
        final HeadReader.Head head = new HeadReader.Head();
        if (!find(kind, id, head))
        {
            return UNKNOWN_VERSION;
        }
        final LinkView link = new LinkView();
        link.previous = head.link == HeadBucket.NO_LINK ? Link.NONE : head.link;
        link.generation = Long.MAX_VALUE;
        long pending = NONE_PENDING; // a generation whose first version is known from the link before
        long pendingLast = 0;
        while (link.previous != Link.NONE)
        {
            if (!follow(link, kind, id))
            {
                return UNKNOWN_VERSION;
            }
            if (link.previous != Link.NONE && links.touch(link.previous) == KEEP_LOAD)
            {
                Thread.onSpinWait();
            }
            if (pending != NONE_PENDING && link.lastVersion + 1 < toVersion)
            {
                visitor.onPlace(pending, pendingLast);
            }
            pending = NONE_PENDING;
            if (link.lastVersion < fromVersion)
            {
                return link.lastVersion + 1;
            }
            if (link.lastVersion < toVersion)
            {
                visitor.onPlace(link.generation, link.lastVersion);
            }
            else
            {
                pending = link.generation;
                pendingLast = link.lastVersion;
            }
        }
        if (pending != NONE_PENDING && toVersion > 0)
        {
            visitor.onPlace(pending, pendingLast);
        }
        return 0;
    }

    /** Goes to the previous link, which must be of the same stream, and older in every way. */
    private boolean follow(final LinkView link, final int kind, final long id)
    {
        final long number = link.previous;
        final long generation = link.generation;
        link.isDamaged = false;
        if (!links.read(number, link))
        {
            if (link.isDamaged)
            {
                onDamage.run();
            }
            return false;
        }
        final boolean isSound = link.isOf(kind, id) && link.generation < generation && link.previous < number;
        if (!isSound)
        {
            onDamage.run();
        }
        return isSound;
    }

    private boolean find(final int kind, final long id, final HeadReader.Head head)
    {
        final boolean isKnown = heads.find(kind, id, head);
        if (!isKnown && heads.isDamaged())
        {
            onDamage.run();
        }
        return isKnown;
    }

    @Override
    public long lastVersion(
        final int aggregateOrdinal, final boolean isKeyed, final long id, final long belowGeneration)
    {
        final int kind = aggregateOrdinal < 0 ? 0 : StreamKey.kind(aggregateOrdinal, isKeyed);
        final HeadReader.Head head = new HeadReader.Head();
        if (kind == 0 || !find(kind, id, head))
        {
            return UNKNOWN_VERSION;
        }
        final LinkView link = new LinkView();
        link.previous = head.link == HeadBucket.NO_LINK ? Link.NONE : head.link;
        link.generation = Long.MAX_VALUE;
        while (link.previous != Link.NONE)
        {
            if (!follow(link, kind, id))
            {
                return UNKNOWN_VERSION;
            }
            if (link.generation < belowGeneration)
            {
                return link.lastVersion;
            }
        }
        return -1;
    }

    @Override
    public long streamCount()
    {
        return control.streams();
    }
}
