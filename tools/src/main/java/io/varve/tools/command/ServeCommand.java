package io.varve.tools.command;

import io.varve.tools.argument.HttpArgument;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.console.StopSignal;
import io.varve.tools.serve.Appliance;
import io.varve.tools.serve.ServeSettings;
import io.varve.tools.serve.ServedChannel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Serves a log. */
@Command(name = "serve", description = "Serves a data directory to clients over Aeron until it is told to stop.")
final class ServeCommand implements Callable<Integer>
{
    private static final String HTTP_DEFAULT = "127.0.0.1:8623";

    /** Time to drain, seal and sync on a slow disk. */
    private static final long STOP_PATIENCE_MS = TimeUnit.SECONDS.toMillis(30);

    private static final long MAX_CLIENTS = 4_096;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--channel", paramLabel = "CHANNEL",
        description = "aeron:ipc, or aeron:udp?endpoint=HOST:PORT, which answers from the port above; may be given again. " +
            "aeron:ipc without.")
    private List<ServedChannel> channels = List.of(ServedChannel.parse(ServedChannel.IPC));

    @Option(names = "--aeron-dir", paramLabel = "DIR",
        description = "Of the media driver: an active one there is used, else one is started; Aeron's default without.")
    private Path driver;

    @Option(names = "--secret-file", paramLabel = "FILE",
        description = "Clients must know its content; without, the file that VARVE_SECRET_FILE names, if it names one.")
    private Path secretFile;

    @Option(names = "--http", paramLabel = "HOST:PORT|off",
        description = "Answers /metrics and /health there; " + HTTP_DEFAULT + " without.")
    private HttpArgument http;

    @Option(names = "--sync-interval", paramLabel = "T", defaultValue = "50ms",
        description = "Longest time that what is journaled stays unsynced while nobody waits for it.")
    private Duration syncInterval;

    @Option(names = "--liveness-timeout", paramLabel = "T", defaultValue = "10s",
        description = "After so much silence a client counts as gone.")
    private Duration livenessTimeout;

    @Option(names = "--max-clients", paramLabel = "N", defaultValue = "64", description = "Clients at a time.")
    private int maxClients;

    private final Console console;

    ServeCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException
    {
        final ServeSettings settings = settings();
        try (StopSignal stop = new StopSignal(STOP_PATIENCE_MS); Appliance appliance = Appliance.open(settings, console))
        {
            appliance.serveUntil(stop);
        }
        return ExitCode.OK;
    }

    private ServeSettings settings()
    {
        if (new HashSet<>(channels).size() < channels.size())
        {
            throw CommandException.usage("--channel must name each once: " + channels);
        }
        if (maxClients < 1 || maxClients > MAX_CLIENTS)
        {
            throw CommandException.usage("--max-clients must be 1 to " + MAX_CLIENTS + ": value=" + maxClients);
        }
        if (syncInterval.isZero() || livenessTimeout.isZero())
        {
            throw CommandException.usage("--sync-interval and --liveness-timeout must be above 0");
        }
        return new ServeSettings(data.directory(), channels, driver, secretFile(),
            http == null ? HttpArgument.parse(HTTP_DEFAULT) : http, http != null, syncInterval, livenessTimeout, maxClients);
    }

    private Path secretFile()
    {
        final String named = System.getenv("VARVE_SECRET_FILE");
        return secretFile != null || named == null || named.isEmpty() ? secretFile : Path.of(named);
    }
}
