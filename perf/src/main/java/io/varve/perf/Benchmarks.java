package io.varve.perf;

import io.varve.perf.bench.Bench;
import io.varve.perf.jvm.JvmFlags;
import io.varve.perf.restart.RestartBenchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the benchmarks: {@code bench} or {@code restart} and their options, or whatever JMH takes.
 *
 * <p>JMH's forks do not inherit what the jar's manifest opens, so they are told by flags; what a benchmark allocates is
 * always shown, and one that finds a wrong result fails the run.
 */
public final class Benchmarks
{
    private static final String JVM_ARGS = "-jvmArgsAppend";
    private static final String PROFILER = "-prof";
    private static final String FAIL_ON_ERROR = "-foe";

    private Benchmarks()
    {
    }

    /** Ends with 0 when everything ran and every result was right. */
    public static void main(final String[] args) throws IOException
    {
        if (args.length > 0 && args[0].equals("bench"))
        {
            System.exit(Bench.run(Arrays.copyOfRange(args, 1, args.length)));
        }
        if (args.length > 0 && args[0].equals("restart"))
        {
            System.exit(RestartBenchmark.run(Arrays.copyOfRange(args, 1, args.length)));
        }
        org.openjdk.jmh.Main.main(jmhArguments(args, JvmFlags.ofManifest()).toArray(new String[0]));
    }

    /** The arguments with what we want by default; what the user says himself stays. */
    static List<String> jmhArguments(final String[] args, final List<String> flags)
    {
        final List<String> all = new ArrayList<>(Arrays.asList(args));
        if (!flags.isEmpty())
        {
            final String joined = String.join(" ", flags);
            final int given = all.indexOf(JVM_ARGS) + 1;
            if (given > 0 && given < all.size())
            {
                all.set(given, all.get(given) + ' ' + joined);
            }
            else
            {
                all.addAll(List.of(JVM_ARGS, joined));
            }
        }
        if (!isGiven(all, PROFILER, "gc"))
        {
            all.addAll(List.of(PROFILER, "gc"));
        }
        if (!all.contains(FAIL_ON_ERROR))
        {
            all.addAll(List.of(FAIL_ON_ERROR, "true"));
        }
        return all;
    }

    private static boolean isGiven(final List<String> args, final String option, final String value)
    {
        for (int i = 0; i + 1 < args.size(); i++)
        {
            if (args.get(i).equals(option) && args.get(i + 1).equals(value))
            {
                return true;
            }
        }
        return false;
    }
}
