package io.varve.perf.durable;

/** A log whose acks can say that an event survives the loss of power; made anew by its class's name in the process that writes. */
interface DurableContender
{
    /** Its name for people. */
    String title();

    /** How it is set, for people. */
    String settings();

    /** Opens it, fresh. */
    DurableLog open(String place);

    /** Makes the one of a class. */
    static DurableContender ofClass(final String name)
    {
        try
        {
            return (DurableContender)Class.forName(name).getDeclaredConstructor().newInstance();
        }
        catch (final ReflectiveOperationException e)
        {
            throw new IllegalArgumentException("no such contender: " + name, e);
        }
    }
}
