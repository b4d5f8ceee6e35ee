package io.varve.journal.stream;

/** Links wherever they are: first where the writer appends them, then in the files of sealed segments. */
record AnyLinks(LinkSource log, LinkSource sealed) implements LinkSource
{
    @Override
    public boolean read(final long link, final LinkView into)
    {
        return log.read(link, into) || sealed.read(link, into);
    }

    /** Those that were appended last are near anyway. */
    @Override
    public int touch(final long link)
    {
        return sealed.touch(link);
    }
}
