package io.varve.api.decide;

import java.util.List;

/** A command is not carried out, for reasons that its giver can read; nothing was written. */
public final class CommandRefusedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** All of them; an array, since lists need not be serializable. */
    private final String[] reasons;

    /**
     * For reasons.
     *
     * @throws IllegalArgumentException for none.
     */
    public CommandRefusedException(final List<String> reasons)
    {
        super("command refused: " + String.join("; ", reasons));
        if (reasons.isEmpty())
        {
            throw new IllegalArgumentException("a refusal needs at least one reason");
        }
        this.reasons = reasons.toArray(new String[0]);
    }

    /** Every reason that was found, at least one. */
    public List<String> reasons()
    {
        return List.of(reasons);
    }
}
