package io.varve.codec.key;

import io.varve.codec.Limits;

/** Sets a table right after its process died, and takes back what the log does not hold. Others may look, nobody may add. */
final class KeyRepair
{
    private final KeyHeader header;
    private final KeyTexts texts;
    private final KeyPlaces places;
    private final KeyPages pages;

    KeyRepair(final KeyHeader header, final KeyTexts texts, final KeyPlaces places, final KeyPages pages)
    {
        this.header = header;
        this.texts = texts;
        this.places = places;
        this.pages = pages;
    }

    /**
     * Takes back the split and the key that were begun and not finished.
     *
     * @return whether the index is whole.
     */
    boolean settle()
    {
        undoSplit();
        pages.reread();
        final long place = header.adding();
        if (place != 0)
        {
            if (!texts.isPlace(place))
            {
                return false;
            }
            final long address = texts.address(place);
            if (address != 0) // else the text was not finished, and nothing refers to it
            {
                final int tag = pages.tagOf(address);
                mend(tag);
                remove(tag, place);
                forget(KeyTexts.number(address), place);
            }
            texts.clear(place, Limits.MAX_KEY_LENGTH);
            header.textEnd(place);
            header.count(header.countBefore());
            header.isAdded();
        }
        if (!texts.isEnd(header.textEnd()))
        {
            return false;
        }
        header.highest(places.highest());
        return pages.isIntact(header.count());
    }

    private void undoSplit()
    {
        final long split = pages.address(header.splitting());
        if (split != 0)
        {
            KeyPage.beginChange(split);
            KeyPage.copy(split, header.pageCopy());
            KeyPage.endChange(split);
            final long last = pages.address(header.pageCount() - 1);
            if (last != 0 && KeyPage.depth(last) == KeyPage.depth(split) + 1 &&
                KeyPage.prefix(last) == (KeyPage.prefix(split) << 1 | 1))
            {
                header.pageCount(header.pageCount() - 1);
            }
        }
        header.splitting(-1);
    }

    /** Makes the sums of the pages of a tag fit, of which one was changing. */
    private void mend(final int tag)
    {
        int left = header.pageCount();
        for (long page = pages.headOf(tag); page != 0 && left > 0; page = pages.following(page), left--)
        {
            KeyPage.beginChange(page);
            KeyPage.mend(page);
            KeyPage.endChange(page);
        }
    }

    private void remove(final int tag, final long place)
    {
        int left = header.pageCount();
        for (long page = pages.headOf(tag); page != 0 && left > 0; page = pages.following(page), left--)
        {
            if (KeyPage.has(page, place))
            {
                KeyPage.beginChange(page);
                KeyPage.remove(page, place, header.pageCopy());
                KeyPage.endChange(page);
            }
        }
    }

    private void forget(final long number, final long place)
    {
        if (places.get(number) == place)
        {
            places.put(number, 0);
        }
    }

    /**
     * Takes away what follows a place.
     *
     * @return whether all of it was found.
     */
    boolean cutTo(final KeyWalk walk)
    {
        final long count = walk.index();
        long end = 0;
        while (walk.next())
        {
            end = end == 0 ? walk.place() : end;
            remove(pages.tagOf(walk.address()), walk.place());
            forget(walk.number(), walk.place());
            texts.clear(walk.place(), KeyTexts.length(walk.address()));
        }
        if (walk.index() != header.count())
        {
            return false;
        }
        if (end != 0)
        {
            header.textEnd(end);
            header.count(count);
        }
        return true;
    }
}
