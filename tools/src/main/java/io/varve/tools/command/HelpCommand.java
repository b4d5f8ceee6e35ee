package io.varve.tools.command;

import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Explains a command, or names them all. */
@Command(name = "help", description = "Explains a command, or names them all.")
final class HelpCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", description = "Which one.")
    private String command;

    private final Console console;

    HelpCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        final CommandLine all = spec.parent().commandLine();
        final CommandLine explained = command == null ? all : all.getSubcommands().get(command);
        if (explained == null)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), "no such command: \"" + command +
                "\", commands are " + String.join(", ", all.getSubcommands().keySet()));
        }
        console.out().print(explained.getUsageMessage(CommandLine.Help.Ansi.OFF));
        return ExitCode.OK;
    }
}
