package io.varve.tools.command;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.ExpectedVersion;
import io.varve.codec.Limits;
import io.varve.codec.metadata.MetadataCodec;
import io.varve.tools.argument.Address;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Writes one event. */
@Command(name = "put", description = "Writes one event and waits until it is synced.")
final class PutCommand implements Callable<Integer>
{
    private static final String STDIN = "-";

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "DOMAIN/AGGREGATE/ID.")
    private Address address;

    @Parameters(index = "1", paramLabel = "TYPE", description = "Type of the event.")
    private String type;

    @Parameters(index = "2", arity = "0..1", paramLabel = "DATA|-",
        description = "Text that is written as UTF-8; - writes the bytes of stdin; none writes none.")
    private String text;

    @Mixin
    private final StoreOption data = new StoreOption();

    @Mixin
    private final PrintOption print = new PrintOption();

    @Option(names = "--key", description = "What stands behind the second slash is a key, not a number.")
    private boolean keyed;

    @Option(names = "--expect", paramLabel = "V", defaultValue = "any",
        description = "What the stream must be: any, none, exists, or the version of its last event.")
    private ExpectedVersion expected;

    @Option(names = "--meta", paramLabel = "NAME=VALUE", description = "Metadata; may be given again.")
    private List<String> metadata = List.of();

    private final Console console;

    PutCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        address.check(keyed);
        final Map<String, String> names = metadata();
        MetadataCodec.encode(names);
        final Batch batch =
            Batch.of(Event.of(type, bytes())).withExpectedVersion(expected).withMetadata(names);

        final Ack ack;
        try (Opened<EventStore> opened = data.openStore(console))
        {
            final EventStore store = opened.log();
            ack = address.instance(store, keyed).put(batch, store.defaultDurability());
        }
        print(ack);
        return ExitCode.OK;
    }

    private void print(final Ack ack)
    {
        Figures.onOneLine()
            .add("position", ack.position())
            .add("version", ack.version())
            .add("durability", ack.reached().name())
            .print(console.out(), print.isJson());
    }

    private byte[] bytes()
    {
        if (text == null)
        {
            return new byte[0];
        }
        if (!STDIN.equals(text))
        {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try
        {
            // One byte more than allowed is enough to be refused.
            return console.in().readNBytes(Limits.MAX_EVENT_LENGTH + 1);
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR, "cannot read stdin: " + e.getMessage(), e);
        }
    }

    private Map<String, String> metadata()
    {
        final Map<String, String> names = new LinkedHashMap<>();
        for (final String entry : metadata)
        {
            final int split = entry.indexOf('=');
            if (split < 1)
            {
                throw CommandException.usage("--meta must be NAME=VALUE: \"" + entry + '"');
            }
            if (names.put(entry.substring(0, split), entry.substring(split + 1)) != null)
            {
                throw CommandException.usage("--meta must name each once: name=" + entry.substring(0, split));
            }
        }
        return names;
    }
}
