package io.varve.tools.command;

import io.varve.tools.console.Output;
import io.varve.tools.lines.EventLineWriter;
import io.varve.tools.lines.EventTextWriter;
import io.varve.tools.lines.EventWriter;
import picocli.CommandLine.Option;

/** The option that chooses between output for people and for programs. */
final class PrintOption
{
    @Option(names = "--json", description = "Prints JSON, errors too.")
    private boolean json;

    boolean isJson()
    {
        return json;
    }

    /** Prints events in the way that was chosen. */
    EventWriter events(final Output out)
    {
        return json ? new EventLineWriter(out) : new EventTextWriter(out);
    }
}
