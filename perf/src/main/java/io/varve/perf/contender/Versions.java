package io.varve.perf.contender;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions of the libraries that this was built with. */
public final class Versions
{
    private static final String FILE = "/io/varve/perf/versions.properties";

    private Versions()
    {
    }

    /** Of a library, by its name in the file. */
    public static String of(final String library)
    {
        final Properties versions = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream(FILE))
        {
            versions.load(in);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return versions.getProperty(library);
    }
}
