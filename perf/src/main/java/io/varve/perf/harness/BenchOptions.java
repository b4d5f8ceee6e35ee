package io.varve.perf.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked for.
 *
 * @param suites    by name; empty for all.
 * @param only      the beginning of the names of the rows that are wanted, or null for all.
 * @param hasPeers  whether peers do the same work.
 * @param scale     how much is done.
 * @param instances streams of the suite that has many of them; 0 for what belongs to the scale.
 * @param report    file for the report, or null.
 * @param data      where the scratch directory is made; null for where temporary files go.
 * @param documents reports whose figures are to be written into the documents, instead of measuring; empty to measure.
 */
public record BenchOptions(
    List<String> suites,
    String only,
    boolean hasPeers,
    Scale scale,
    long instances,
    Path report,
    Path data,
    List<Path> documents)
{
    /** One line. */
    public static final String USAGE = "usage: bench [--suite NAME]... [--only ROW] [--peers] [--quick] [--instances N] " +
        "[--report FILE] [--json] [--data DIR], or bench --write-docs REPORT...";

    private static final long MOST_INSTANCES = 1_000_000_000L;

    /** All suites without peers. */
    public static BenchOptions of(final Scale scale)
    {
        return new BenchOptions(List.of(), null, false, scale, 0, null, null, List.of());
    }

    /**
     * Reads the command line.
     *
     * @param known suites that there are.
     * @throws IllegalArgumentException with the usage.
     */
    public static BenchOptions parse(final List<String> known, final String... args)
    {
        BenchOptions options = of(Scale.FULL);
        for (int i = 0; i < args.length; i++)
        {
            switch (args[i])
            {
                case "--suite" -> options = options.withSuite(value(args, ++i), known);
                case "--only" -> options = options.withOnly(value(args, ++i));
                case "--peers" -> options = options.withPeers();
                case "--quick" -> options = options.withScale(Scale.QUICK);
                case "--instances" -> options = options.withInstances(number(args, ++i));
                case "--report" -> options = options.withReport(path(args, ++i));
                case "--data" -> options = options.withData(path(args, ++i));
                case "--write-docs" ->
                {
                    for (i++; i < args.length && !args[i].startsWith("--"); i++)
                    {
                        options = options.withDocument(path(args, i));
                    }
                    i--;
                    if (options.documents.isEmpty())
                    {
                        throw usage("a report is missing: after=--write-docs");
                    }
                }
                default -> throw usage("unknown argument: " + args[i]);
            }
        }
        if (options.data != null && !Files.isDirectory(options.data))
        {
            throw usage("no directory: data=" + options.data);
        }
        return options;
    }

    private static IllegalArgumentException usage(final String what)
    {
        return new IllegalArgumentException(what + "; " + USAGE);
    }

    private static String value(final String[] args, final int index)
    {
        if (index == args.length || args[index].isEmpty())
        {
            throw usage("a value is missing: after=" + args[index - 1]);
        }
        return args[index];
    }

    private static Path path(final String[] args, final int index)
    {
        return Path.of(value(args, index)).toAbsolutePath();
    }

    private static long number(final String[] args, final int index)
    {
        final String text = value(args, index);
        final String digits = text.replaceFirst("[km]$", "");
        final long unit = text.endsWith("k") ? 1_000 : text.endsWith("m") ? 1_000_000 : 1;
        if (!digits.matches("\\d{1,10}") || Long.parseLong(digits) * unit < 1 ||
            Long.parseLong(digits) * unit > MOST_INSTANCES)
        {
            throw usage("number must be 1 to " + MOST_INSTANCES + ", k and m are thousands and millions: " + args[index - 1] +
                ' ' + text);
        }
        return Long.parseLong(digits) * unit;
    }

    private BenchOptions withSuite(final String suite, final List<String> known)
    {
        if (!known.contains(suite))
        {
            throw usage("no such suite: \"" + suite + "\", suites are " + String.join(", ", known));
        }
        final List<String> more = new ArrayList<>(suites);
        more.add(suite);
        return new BenchOptions(List.copyOf(more), only, hasPeers, scale, instances, report, data, documents);
    }

    private BenchOptions withOnly(final String row)
    {
        return new BenchOptions(suites, row, hasPeers, scale, instances, report, data, documents);
    }

    /** The same with peers. */
    public BenchOptions withPeers()
    {
        return new BenchOptions(suites, only, true, scale, instances, report, data, documents);
    }

    private BenchOptions withScale(final Scale newScale)
    {
        return new BenchOptions(suites, only, hasPeers, newScale, instances, report, data, documents);
    }

    private BenchOptions withInstances(final long number)
    {
        return new BenchOptions(suites, only, hasPeers, scale, number, report, data, documents);
    }

    /** The same with a file for the report. */
    public BenchOptions withReport(final Path file)
    {
        return new BenchOptions(suites, only, hasPeers, scale, instances, file, data, documents);
    }

    /** The same with a place for scratch data. */
    public BenchOptions withData(final Path directory)
    {
        return new BenchOptions(suites, only, hasPeers, scale, instances, report, directory, documents);
    }

    private BenchOptions withDocument(final Path file)
    {
        final List<Path> more = new ArrayList<>(documents);
        more.add(file);
        return new BenchOptions(suites, only, hasPeers, scale, instances, report, data, List.copyOf(more));
    }
}
