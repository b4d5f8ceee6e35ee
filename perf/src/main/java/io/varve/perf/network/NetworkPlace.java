package io.varve.perf.network;

/**
 * A topic or stream of a server: {@code HOST:PORT/NAME}.
 *
 * @param address host and port.
 * @param name    of letters, digits and dashes.
 */
record NetworkPlace(String address, String name)
{
    static NetworkPlace of(final String place)
    {
        final int slash = place.indexOf('/');
        return new NetworkPlace(place.substring(0, slash), place.substring(slash + 1));
    }
}
