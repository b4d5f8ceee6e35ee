package io.varve.tools.command;

import io.varve.tools.console.Console;
import io.varve.tools.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Shows the main job end to end. */
@Command(name = "demo", description = "Serves, publishes, follows and verifies a bundled sample, each in a process of its own.")
final class DemoCommand implements Callable<Integer>
{
    @Option(names = "--keep", paramLabel = "DIR", description = "Works in this directory and leaves everything there.")
    private Path keep;

    private final Console console;

    DemoCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        return Demo.run(keep, console);
    }
}
