package io.varve.tools.demo;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Builds the command that starts this program again: the same Java, the same flags, the same jar or class path. */
final class JavaCommand
{
    private static final String MAIN_CLASS = "io.varve.tools.Varve";

    private JavaCommand()
    {
    }

    /** With arguments for the command line. */
    static List<String> of(final List<String> arguments)
    {
        final String classPath = System.getProperty("java.class.path");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments())
        {
            // A debugger's port is taken by this process.
            if (!flag.startsWith("-agentlib:jdwp") && !flag.startsWith("-Xrunjdwp"))
            {
                command.add(flag);
            }
        }
        // Short-lived processes: the first compiler is enough, and the machine is shared by three of them.
        command.add("-XX:TieredStopAtLevel=1");
        if (isExecutable(classPath))
        {
            command.add("-jar");
            command.add(classPath);
        }
        else
        {
            command.add("-cp");
            command.add(classPath);
            command.add(MAIN_CLASS);
        }
        command.addAll(arguments);
        return command;
    }

    private static boolean isExecutable(final String classPath)
    {
        if (classPath.contains(File.pathSeparator) || !classPath.endsWith(".jar"))
        {
            return false;
        }
        try (JarFile jar = new JarFile(classPath))
        {
            final Manifest manifest = jar.getManifest();
            return manifest != null &&
                MAIN_CLASS.equals(manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
        }
        catch (final IOException e)
        {
            return false;
        }
    }
}
