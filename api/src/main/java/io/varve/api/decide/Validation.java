package io.varve.api.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What can be said of a command without any state, in independent parts; each says what is wrong, and all are asked.
 *
 * <p>It needs no log, so it runs where commands come in (a form, a front end, another process) as well as in a {@link
 * CommandHandler}, which asks it before it touches the log.
 *
 * @param <C> commands.
 */
public final class Validation<C>
{
    private final List<Part<C>> parts;

    private Validation(final List<Part<C>> parts)
    {
        this.parts = parts;
    }

    private record Part<C>(Predicate<? super C> holds, String otherwise)
    {
    }

    /** Has no parts: every command is good. */
    public static <C> Validation<C> none()
    {
        return new Validation<>(List.of());
    }

    /** The same with one more part. */
    public Validation<C> require(final Predicate<? super C> holds, final String otherwise)
    {
        final List<Part<C>> more = new ArrayList<>(parts);
        more.add(new Part<>(holds, otherwise));
        return new Validation<>(List.copyOf(more));
    }

    /** The same with another one's parts for commands of one kind; others pass these. */
    public <D extends C> Validation<C> with(final Class<D> kind, final Validation<D> validation)
    {
        final List<Part<C>> more = new ArrayList<>(parts);
        for (final Part<D> part : validation.parts)
        {
            more.add(new Part<>(
                command -> !kind.isInstance(command) || part.holds().test(kind.cast(command)), part.otherwise()));
        }
        return new Validation<>(List.copyOf(more));
    }

    /** Everything that is wrong with a command, in the order of the parts; empty for a good one. */
    public List<String> failures(final C command)
    {
        return parts.stream().filter(part -> !part.holds().test(command)).map(Part::otherwise).toList();
    }

    /**
     * Passes a good command.
     *
     * @throws CommandRefusedException with everything that is wrong.
     */
    public void check(final C command)
    {
        final List<String> failures = failures(command);
        if (!failures.isEmpty())
        {
            throw new CommandRefusedException(failures);
        }
    }
}
