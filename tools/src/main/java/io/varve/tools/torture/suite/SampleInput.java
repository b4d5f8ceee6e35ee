package io.varve.tools.torture.suite;

import io.varve.tools.lines.EventInput;
import io.varve.tools.torture.TortureSettings;
import io.varve.tools.torture.workload.InputCheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Event lines that suites load: a file that was named, or the bundled history some times over. */
final class SampleInput
{
    private static final String RESOURCE = "/io/varve/tools/demo/aeron-history-sample.ndjson.gz";

    private final Path file;
    private final InputCheck check;

    private SampleInput(final Path file) throws IOException
    {
        this.file = file;
        check = InputCheck.of(file);
    }

    /**
     * Takes the named one, or writes one.
     *
     * @param folder where it is written.
     * @param times  how often the bundled lines are in it.
     */
    static SampleInput of(final TortureSettings settings, final Path folder, final int times) throws IOException
    {
        if (settings.input() != null)
        {
            return new SampleInput(settings.input());
        }
        final Path file = folder.resolve("input.ndjson");
        try (OutputStream out = Files.newOutputStream(file))
        {
            for (int i = 0; i < times; i++)
            {
                try (InputStream raw = SampleInput.class.getResourceAsStream(RESOURCE); InputStream in = EventInput.open(raw))
                {
                    in.transferTo(out);
                }
            }
        }
        return new SampleInput(file);
    }

    Path file()
    {
        return file;
    }

    InputCheck check()
    {
        return check;
    }

    int lines()
    {
        return check.lines();
    }
}
