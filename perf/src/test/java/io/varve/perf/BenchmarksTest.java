package io.varve.perf;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Collection;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BenchmarksTest
{
    /** Every benchmark with every parameter, for a moment: each checks its own result. */
    @Test
    void shouldRunEveryBenchmark() throws RunnerException
    {
        System.setProperty("jmh.ignoreLock", "true");
        final Options options = new OptionsBuilder()
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(5))
            .param("events", "15000")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();

        final Collection<RunResult> results = new Runner(options).run();

        assertTrue(results.size() >= 25, () -> "results=" + results.size());
        results.forEach(result -> assertTrue(result.getPrimaryResult().getScore() > 0, () -> result.getParams().id()));
    }

    @Test
    void shouldPassTheManifestsFlagsToForks()
    {
        final List<String> args = Benchmarks.jmhArguments(new String[]{"Ring"}, List.of("--add-opens=a/b=ALL-UNNAMED", "-x"));

        assertEquals(
            List.of("Ring", "-jvmArgsAppend", "--add-opens=a/b=ALL-UNNAMED -x", "-prof", "gc", "-foe", "true"), args);
    }

    @Test
    void shouldKeepWhatTheUserSays()
    {
        final List<String> args = Benchmarks.jmhArguments(
            new String[]{"-jvmArgsAppend", "-Xmx1g", "-prof", "gc", "-foe", "false"}, List.of("--add-opens=a/b=ALL-UNNAMED"));

        assertEquals(
            List.of("-jvmArgsAppend", "-Xmx1g --add-opens=a/b=ALL-UNNAMED", "-prof", "gc", "-foe", "false"), args);
    }

    @Test
    void shouldAddNoFlagsFromTheClassPath()
    {
        assertEquals(List.of("-l", "-prof", "gc", "-foe", "true"),
            Benchmarks.jmhArguments(new String[]{"-l"}, List.of()));
    }
}
