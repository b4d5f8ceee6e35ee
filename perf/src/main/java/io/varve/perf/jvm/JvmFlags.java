package io.varve.perf.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The flags that a JVM of ours must be started with.
 *
 * <p>{@code java -jar} reads them from the jar's manifest, a child that is started with a class path does not: so they are
 * read from there, and stand in one place. From a folder of classes there is no manifest;
 * the running JVM has got them as flags then.
 */
public final class JvmFlags
{
    /** From here on {@code --enable-native-access} is known and its absence warned of. */
    private static final int NATIVE_ACCESS_FEATURE = 22;

    private static final String ALL_UNNAMED = "=ALL-UNNAMED";

    private JvmFlags()
    {
    }

    /** What the manifest of our own jar opens and exports, as flags; empty when we do not run from a jar. */
    public static List<String> ofManifest()
    {
        final Path place = place();
        if (!Files.isRegularFile(place))
        {
            return List.of();
        }
        try (JarFile jar = new JarFile(place.toFile()))
        {
            return ofManifest(jar.getManifest(), Runtime.version().feature());
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("cannot read the manifest: jar=" + place, e);
        }
    }

    static List<String> ofManifest(final Manifest manifest, final int javaFeature)
    {
        final List<String> flags = new ArrayList<>();
        if (manifest != null)
        {
            final Attributes attributes = manifest.getMainAttributes();
            addPackages(flags, "--add-opens=", attributes.getValue("Add-Opens"));
            addPackages(flags, "--add-exports=", attributes.getValue("Add-Exports"));
            if (javaFeature >= NATIVE_ACCESS_FEATURE && attributes.getValue("Enable-Native-Access") != null)
            {
                flags.add("--enable-native-access" + ALL_UNNAMED);
            }
        }
        return flags;
    }

    private static void addPackages(final List<String> flags, final String option, final String packages)
    {
        if (packages != null)
        {
            for (final String name : packages.trim().split("\\s+"))
            {
                flags.add(option + name + ALL_UNNAMED);
            }
        }
    }

    private static Path place()
    {
        try
        {
            return Path.of(JvmFlags.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (final URISyntaxException e)
        {
            throw new IllegalStateException(e);
        }
    }

    /** The flags for a child JVM with the same class path: those of the manifest, else those that opened this JVM. */
    public static List<String> ofChild()
    {
        final List<String> flags = ofManifest();
        if (!flags.isEmpty())
        {
            return flags;
        }
        final List<String> own = new ArrayList<>();
        for (final String argument : ManagementFactory.getRuntimeMXBean().getInputArguments())
        {
            if (argument.startsWith("--"))
            {
                own.add(argument);
            }
        }
        return own;
    }
}
