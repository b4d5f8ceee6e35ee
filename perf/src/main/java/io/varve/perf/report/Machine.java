package io.varve.perf.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What the figures were measured on. */
public final class Machine
{
    private static final long UNKNOWN = -1;

    private Machine()
    {
    }

    /** Its parts by name. */
    public static Map<String, String> describe(final Path scratch)
    {
        final Map<String, String> parts = new LinkedHashMap<>();
        parts.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
        parts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        parts.put("memoryMiB", Long.toString(meminfoBytes("MemTotal") >> 20));
        parts.put("kernel", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
        parts.put("fileSystem", fileSystem(scratch));
        parts.put("dirtyBackgroundMiB", Long.toString(dirtyBackgroundBytes() >> 20));
        parts.put("loadAverage", firstLine(Path.of("/proc/loadavg")));
        return parts;
    }

    /** The JVM that runs. */
    public static String jdk()
    {
        return System.getProperty("java.vm.name") + ' ' + System.getProperty("java.vm.version");
    }

    /** Dirty bytes at which the kernel begins to write back on its own; -1 when it does not say. */
    public static long dirtyBackgroundBytes()
    {
        final long bytes = number(firstLine(Path.of("/proc/sys/vm/dirty_background_bytes")));
        if (bytes > 0)
        {
            return bytes;
        }
        final long ratio = number(firstLine(Path.of("/proc/sys/vm/dirty_background_ratio")));
        final long available = meminfoBytes("MemAvailable");
        return ratio < 0 || available < 0 ? UNKNOWN : available / 100 * ratio;
    }

    private static long meminfoBytes(final String name)
    {
        final long kiB = number(field(Path.of("/proc/meminfo"), name).replace(" kB", ""));
        return kiB < 0 ? UNKNOWN : kiB << 10;
    }

    private static long number(final String text)
    {
        try
        {
            return Long.parseLong(text.trim());
        }
        catch (final NumberFormatException e)
        {
            return UNKNOWN;
        }
    }

    private static String field(final Path file, final String name)
    {
        try (Stream<String> lines = Files.lines(file))
        {
            return lines.filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim()).findFirst().orElse("unknown");
        }
        catch (final IOException e)
        {
            return "unknown";
        }
    }

    private static String firstLine(final Path file)
    {
        try (Stream<String> lines = Files.lines(file))
        {
            return lines.findFirst().orElse("unknown");
        }
        catch (final IOException e)
        {
            return "unknown";
        }
    }

    private static String fileSystem(final Path path)
    {
        try
        {
            return Files.getFileStore(path).type();
        }
        catch (final IOException e)
        {
            return "unknown";
        }
    }
}
