package io.varve.api;

/**
 * What a writer expects of a stream, checked in the one place that orders all writes.
 *
 * <p>A version is the place of an event in its stream, from 0; a stream's version is that of its last event.
 */
public final class ExpectedVersion
{
    /** Code of {@link #any()}, as records carry it. */
    public static final long ANY_CODE = -1;

    /** Code of {@link #none()}. */
    public static final long NONE_CODE = -2;

    /** Code of {@link #exists()}. */
    public static final long EXISTS_CODE = -3;

    private static final ExpectedVersion ANY = new ExpectedVersion(ANY_CODE);
    private static final ExpectedVersion NONE = new ExpectedVersion(NONE_CODE);
    private static final ExpectedVersion EXISTS = new ExpectedVersion(EXISTS_CODE);

    private final long code;

    private ExpectedVersion(final long code)
    {
        this.code = code;
    }

    /** Whatever the stream holds. */
    public static ExpectedVersion any()
    {
        return ANY;
    }

    /** The stream must be empty. */
    public static ExpectedVersion none()
    {
        return NONE;
    }

    /** The stream must not be empty. */
    public static ExpectedVersion exists()
    {
        return EXISTS;
    }

    /** The stream's last event must have exactly this version. */
    public static ExpectedVersion exactly(final long version)
    {
        if (version < 0)
        {
            throw new IllegalArgumentException("expected version must be at least 0: version=" + version);
        }
        return new ExpectedVersion(version);
    }

    /**
     * Reads {@code any}, {@code none}, {@code exists} or a version.
     *
     * @throws IllegalArgumentException for anything else.
     */
    public static ExpectedVersion parse(final String text)
    {
        switch (text)
        {
            case "any":
                return ANY;
            case "none":
                return NONE;
            case "exists":
                return EXISTS;
            default:
                try
                {
                    return exactly(Long.parseLong(text));
                }
                catch (final NumberFormatException e)
                {
                    throw new IllegalArgumentException(
                        "expected version must be any, none, exists or a number: \"" + text + '"', e);
                }
        }
    }

    /** The version, or a negative code. */
    public long code()
    {
        return code;
    }

    /** The text of a code, as {@link #parse} reads it. */
    public static String text(final long code)
    {
        if (code == ANY_CODE)
        {
            return "any";
        }
        if (code == NONE_CODE)
        {
            return "none";
        }
        return code == EXISTS_CODE ? "exists" : Long.toString(code);
    }

    @Override
    public String toString()
    {
        return text(code);
    }
}
