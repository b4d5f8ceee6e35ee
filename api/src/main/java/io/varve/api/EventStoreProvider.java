package io.varve.api;

import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens stores of one kind of connection; found by {@link ServiceLoader}. */
public interface EventStoreProvider
{
    /** The text ahead of the first colon that it opens. */
    String scheme();

    /**
     * Opens a store.
     *
     * @param connection the whole text.
     * @throws IllegalArgumentException when the rest of the text is not right.
     */
    EventStore open(String connection);

    /** Opens a store with the provider of the connection's scheme. */
    static EventStore connect(final String connection)
    {
        final Matcher scheme = Pattern.compile("([a-z]+):.*", Pattern.DOTALL).matcher(connection);
        if (scheme.matches())
        {
            for (final EventStoreProvider provider : ServiceLoader.load(EventStoreProvider.class))
            {
                if (provider.scheme().equals(scheme.group(1)))
                {
                    return provider.open(connection);
                }
            }
        }
        throw new IllegalArgumentException(
            "connection must be fs:///path/of/a/directory, mem://, aeron:ipc or aeron:udp?endpoint=host:port: \"" +
            connection + '"');
    }
}
