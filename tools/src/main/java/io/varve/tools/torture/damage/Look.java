package io.varve.tools.torture.damage;

import io.varve.codec.EventLogException;

import java.util.function.Supplier;

/**
 * How answers compare to those of the whole log.
 *
 * @param kind of the difference.
 * @param what says where, for people.
 */
public record Look(Kind kind, String what)
{
    /** From harmless to bad. */
    public enum Kind
    {
        /** No difference. */
        SAME,

        /** A clear error instead of an answer, and nothing wrong ahead of it. */
        REFUSED,

        /** Something wrong served as if it was right, or a failure that says nothing. */
        WRONG
    }

    /** No difference. */
    public static final Look SAME = new Look(Kind.SAME, "");

    static Look refused(final EventLogException refusal)
    {
        return new Look(Kind.REFUSED, refusal.code() + " " + refusal.getMessage());
    }

    static Look wrong(final String what)
    {
        return new Look(Kind.WRONG, what);
    }

    /** The worse of two. */
    public Look and(final Look other)
    {
        return other.kind.compareTo(kind) > 0 ? other : this;
    }

    Look and(final Supplier<Look> next)
    {
        try
        {
            return and(next.get());
        }
        catch (final EventLogException e)
        {
            return and(refused(e));
        }
        catch (final RuntimeException | InternalError e)
        {
            return and(wrong("no clear error: " + e + (e.getStackTrace().length > 0 ? " at " + e.getStackTrace()[0] : "")));
        }
    }
}
