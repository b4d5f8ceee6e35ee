package io.varve.codec.name;

/**
 * One of several parts that all instances are dealt out to, so that readers can share a log: every instance is in exactly one part,
 * with all of its events.
 *
 * <p>Named cursors keep their place by part, so the deal must never change: identity, number and kind of instance, mixed as
 * {@link #numberOf} does.
 *
 * @param number of the part, 1 to {@code parts}.
 * @param parts  in all.
 */
public record InstancePart(int number, int parts)
{
    /** Most parts. */
    public static final int MAX_PARTS = 1_024;

    /** All instances. */
    public static final InstancePart WHOLE = new InstancePart(1, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException for a part that there is not.
     */
    public static InstancePart of(final int number, final int parts)
    {
        if (parts < 1 || parts > MAX_PARTS || number < 1 || number > parts)
        {
            throw new IllegalArgumentException("part must be 1/N to N/N with N from 1 to " + MAX_PARTS + ": part=" + number +
                '/' + parts);
        }
        return parts == 1 ? WHOLE : new InstancePart(number, parts);
    }

    /** Whether it is all instances. */
    public boolean isWhole()
    {
        return parts == 1;
    }

    /**
     * Whether an instance is in this part.
     *
     * @param identityHigh of its aggregate.
     * @param identityLow  of its aggregate.
     * @param isKeyed      whether the number stands for a key.
     * @param id           its number.
     */
    public boolean contains(final long identityHigh, final long identityLow, final boolean isKeyed, final long id)
    {
        return numberOf(identityHigh, identityLow, isKeyed, id, parts) == number;
    }

    /** The part that an instance is in, from 1. */
    public static int numberOf(
        final long identityHigh, final long identityLow, final boolean isKeyed, final long id, final int parts)
    {
        final long mixed = mix(mix(mix(identityHigh) ^ identityLow) ^ (isKeyed ? ~id : id));
        return 1 + (int)Long.remainderUnsigned(mixed, parts);
    }

    private static long mix(final long value)
    {
        final long once = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        final long twice = (once ^ once >>> 27) * 0x94D0_49BB_1331_11EBL;
        return twice ^ twice >>> 31;
    }

    /** As {@code 1/4}. */
    @Override
    public String toString()
    {
        return number + "/" + parts;
    }
}
