package io.varve.tools.command;

import io.varve.api.Durability;
import io.varve.api.ExpectedVersion;
import io.varve.api.TailStart;
import io.varve.codec.name.InstancePart;
import io.varve.tools.argument.Address;
import io.varve.tools.argument.DurationArgument;
import io.varve.tools.argument.HttpArgument;
import io.varve.tools.argument.PartArgument;
import io.varve.tools.argument.StartArgument;
import io.varve.tools.argument.TimeArgument;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.serve.ServedChannel;
import io.varve.tools.torture.Sabotage;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Puts the command line together from its commands and runs one. */
public final class Commands
{
    private static final int USAGE_WIDTH = 100;

    private Commands()
    {
    }

    /**
     * Runs the command that arguments name.
     *
     * @param version  of this build.
     * @param failures reports a failure and tells the exit code that it means.
     * @return exit code.
     */
    public static int execute(
        final String[] args, final Console console, final String version, final ToIntFunction<Exception> failures)
    {
        final StringWriter help = new StringWriter();
        final CommandLine commands = create(console);
        commands.getCommandSpec().version(version);
        commands.setOut(new PrintWriter(help));
        commands.setParameterExceptionHandler((e, arguments) -> failures.applyAsInt(usage(e)));
        commands.setExecutionExceptionHandler((e, command, result) ->
            failures.applyAsInt(e instanceof ParameterException ? usage((ParameterException)e) : e));
        final int exitCode = commands.execute(args);
        console.out().print(help.toString());
        return exitCode;
    }

    private static CommandException usage(final ParameterException e)
    {
        final String command = e.getCommandLine().getCommandName();
        return CommandException.usage(
            e.getMessage() + "; see `varve help" + (VarveCommand.NAME.equals(command) ? "" : ' ' + command) + '`');
    }

    private static CommandLine create(final Console console)
    {
        final CommandLine commands = new CommandLine(new VarveCommand());
        commands.addSubcommand(new DemoCommand(console));
        commands.addSubcommand(new LoadCommand(console));
        commands.addSubcommand(new PutCommand(console));
        commands.addSubcommand(new GetCommand(console));
        commands.addSubcommand(new QueryCommand(console));
        commands.addSubcommand(new TailCommand(console));
        commands.addSubcommand(new ServeCommand(console));
        commands.addSubcommand(new InfoCommand(console));
        commands.addSubcommand(new HeadCommand(console));
        commands.addSubcommand(new VerifyCommand(console));
        commands.addSubcommand(new BackupCommand(console));
        commands.addSubcommand(new RestoreCommand(console));
        commands.addSubcommand(new RepairCommand(console));
        commands.addSubcommand(new DiffCommand(console));
        commands.addSubcommand(new BenchCommand());
        commands.addSubcommand(new TortureCommand(console));
        commands.addSubcommand(new HelpCommand(console));

        convert(commands, Path.class, Commands::path);
        convert(commands, Address.class, Address::parse);
        convert(commands, TailStart.class, StartArgument::parse);
        convert(commands, InstancePart.class, PartArgument::parse);
        convert(commands, ServedChannel.class, ServedChannel::parse);
        convert(commands, HttpArgument.class, HttpArgument::parse);
        convert(commands, Duration.class, DurationArgument::parse);
        convert(commands, Moment.class, text -> new Moment(TimeArgument.parse(text)));
        convert(commands, ExpectedVersion.class, ExpectedVersion::parse);
        convert(commands, Sabotage.class, Sabotage::parse);
        convert(commands, Durability.class, Commands::durability);

        // Data may start with an @: it is no file of arguments.
        commands.setExpandAtFiles(false);
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commands.setUsageHelpWidth(USAGE_WIDTH);
        return commands;
    }

    private static <T> void convert(
        final CommandLine commands, final Class<T> type, final Function<String, T> parse)
    {
        commands.registerConverter(type, text ->
        {
            try
            {
                return parse.apply(text);
            }
            catch (final IllegalArgumentException e)
            {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        });
    }

    private static Path path(final String text)
    {
        if (text.isEmpty())
        {
            throw new IllegalArgumentException("a path must not be empty");
        }
        return Path.of(text);
    }

    private static Durability durability(final String text)
    {
        for (final Durability durability : Durability.values())
        {
            if (durability.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
            {
                return durability;
            }
        }
        throw new IllegalArgumentException("durability must be journaled, synced or replicated: \"" + text + '"');
    }
}
