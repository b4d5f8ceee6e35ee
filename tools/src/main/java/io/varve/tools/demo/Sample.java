package io.varve.tools.demo;

import io.varve.tools.lines.EventInput;
import io.varve.tools.lines.LineReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bundled event lines: changes of files in the history of a public repository. */
final class Sample
{
    private static final String RESOURCE = "aeron-history-sample.ndjson.gz";

    private Sample()
    {
    }

    /** Each line without its line end. */
    static List<byte[]> lines()
    {
        try (InputStream resource = Sample.class.getResourceAsStream(RESOURCE);
            InputStream in = EventInput.open(resource))
        {
            final LineReader reader = new LineReader(in);
            final List<byte[]> lines = new ArrayList<>();
            while (reader.next())
            {
                lines.add(Arrays.copyOfRange(reader.buffer(), reader.offset(), reader.offset() + reader.length()));
            }
            return lines;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
