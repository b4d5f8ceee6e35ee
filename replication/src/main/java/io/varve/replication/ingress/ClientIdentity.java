package io.varve.replication.ingress;

/** What a client says of itself. */
final class ClientIdentity
{
    /** For people. */
    String name = "";

    /** Whether it is told where the data is: it asked, and is on this host. */
    boolean wantsPlace;

    @Override
    public String toString()
    {
        return name.isEmpty() ? "a client without a name" : name;
    }
}
