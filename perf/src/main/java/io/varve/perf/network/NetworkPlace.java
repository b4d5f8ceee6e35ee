package io.varve.perf.network;

/**
 * A topic or stream of a server: {@code ADDRESS#NAME}.
 *
 * @param address of the server, as its clients take it.
 * @param name    of letters, digits and dashes.
 */
record NetworkPlace(String address, String name)
{
    static NetworkPlace of(final String place)
    {
        final int mark = place.lastIndexOf('#');
        return new NetworkPlace(place.substring(0, mark), place.substring(mark + 1));
    }

    @Override
    public String toString()
    {
        return address + '#' + name;
    }
}
