package io.varve.tools.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** The word before all commands. */
@Command(
    name = VarveCommand.NAME,
    description = "An off-heap event log: write events, read them, take care of their directory.",
    footer = {
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 corruption found.",
        "Event lines: {\"domain\":\"ssh\",\"aggregate\":\"session\",\"id\":24200,\"type\":\"e27\",\"time\":NS,",
        "\"data\":\"...\"}; \"key\":\"...\" instead of id, data64 instead of data, meta:{...} for metadata."
    })
final class VarveCommand implements Callable<Integer>
{
    static final String NAME = "varve";

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Shows this help.")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Shows the version.")
    private boolean version;

    @Override
    public Integer call()
    {
        throw new CommandLine.ParameterException(spec.commandLine(),
            "a command must be given: one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
