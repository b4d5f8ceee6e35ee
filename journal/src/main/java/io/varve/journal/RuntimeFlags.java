package io.varve.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * What the JVM must open for Agrona and Chronicle. The executable jar says so in its manifest; as a library it takes flags, and
 * a missing one is an error at the start that prints the exact line, not a failure somewhere inside.
 */
final class RuntimeFlags
{
    private static final String[] OPENS = {"jdk.internal.misc", "java.util.zip", "java.lang.reflect"};
    private static final String[] EXPORTS = {"sun.nio.ch", "jdk.internal.ref"};

    private RuntimeFlags()
    {
    }

    /**
     * Checks the running JVM.
     *
     * @throws IllegalStateException with the line to add.
     */
    static void check()
    {
        final Module base = Object.class.getModule();
        final Module here = RuntimeFlags.class.getModule();
        final List<String> missing = new ArrayList<>();
        for (final String name : OPENS)
        {
            if (!base.isOpen(name, here))
            {
                missing.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
            }
        }
        for (final String name : EXPORTS)
        {
            if (!base.isExported(name, here))
            {
                missing.add("--add-exports=java.base/" + name + "=ALL-UNNAMED");
            }
        }
        if (!missing.isEmpty())
        {
            throw new IllegalStateException("the JVM needs these flags ahead of the class name: " + String.join(" ", missing));
        }
    }
}
