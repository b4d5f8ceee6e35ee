package io.varve.tools.command;

import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.codec.Limits;
import io.varve.codec.name.Names;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.lines.EventInput;
import io.varve.tools.load.AckFile;
import io.varve.tools.load.LoadReport;
import io.varve.tools.load.LoadSettings;
import io.varve.tools.load.Loader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Imports event lines. */
@Command(name = "load", description = "Imports event lines, plain or gzip.")
final class LoadCommand implements Callable<Integer>
{
    private static final String STDIN = "-";

    @Parameters(index = "0", paramLabel = "FILE|-", description = "Event lines, plain or gzip; - reads stdin.")
    private Path file;

    @Mixin
    private final StoreOption data = new StoreOption();

    @Mixin
    private final PrintOption print = new PrintOption();

    @Option(names = "--durability", paramLabel = "L", defaultValue = "journaled",
        description = "An event counts as acked when it is journaled, synced or replicated.")
    private Durability durability;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1",
        description = "Up to so many neighbouring lines of one instance become one batch.")
    private int batch;

    @Option(names = "--skip", paramLabel = "LINES", defaultValue = "0", description = "Starts behind so many lines.")
    private long skip;

    @Option(names = "--acks", paramLabel = "FILE",
        description = "Gets a line \"INPUTLINE POSITION\" for every acked event.")
    private Path acks;

    @Option(names = "--producer", paramLabel = "NAME",
        description = "Numbers the events of the input under this name: run again, only what is missing is written.")
    private String producer;

    private final Console console;

    LoadCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        if (batch < 1 || batch > Limits.MAX_BATCH_EVENTS)
        {
            throw CommandException.usage("--batch must be 1 to " + Limits.MAX_BATCH_EVENTS + ": value=" + batch);
        }
        if (skip < 0)
        {
            throw CommandException.usage("--skip must be at least 0: value=" + skip);
        }

        checkProducer();

        try (InputStream raw = openFile(); InputStream in = EventInput.open(raw))
        {
            // What can go wrong without the store goes wrong before a directory is made.
            print(load(in));
            return ExitCode.OK;
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR, "cannot read the input: " + e.getMessage(), e);
        }
    }

    private void checkProducer()
    {
        if (producer == null)
        {
            return;
        }
        if (batch > 1)
        {
            throw CommandException.usage("--producer numbers single events and goes without --batch, since which lines join " +
                "depends on how the input arrives: batch=" + batch);
        }
        if (skip > 0)
        {
            throw CommandException.usage("--producer finds out itself what is there and goes without --skip: skip=" + skip);
        }
        try
        {
            Names.producerBytes(producer);
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandException.usage("--producer: " + e.getMessage());
        }
    }

    private LoadReport load(final InputStream in)
    {
        try (AckFile ackFile = acks == null ? null : AckFile.open(acks);
            Opened<EventStore> opened = data.openStoreForImport(console))
        {
            return Loader.load(opened.log(), in, ackFile, new LoadSettings(durability, batch, skip, producer, source()), console);
        }
    }

    private void print(final LoadReport report)
    {
        if (!print.isJson())
        {
            console.out().print("loaded ");
        }
        Figures.onOneLine()
            .add("events", report.events())
            .add("batches", report.batches())
            .add("already", report.already())
            .add("seconds", report.seconds())
            .print(console.out(), print.isJson());
    }

    private InputStream openFile() throws IOException
    {
        return STDIN.equals(file.toString()) ? console.in() : new FileInputStream(file.toFile());
    }

    private String source()
    {
        return STDIN.equals(file.toString()) ? "stdin" : file.toString();
    }
}
