package io.varve.perf.jmh;

import io.varve.perf.harness.Scale;
import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.jvm.JvmFlags;
import io.varve.perf.report.Better;
import io.varve.perf.report.Row;
import io.varve.perf.report.Spread;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.util.Collection;
import java.util.Locale;

/** All benchmarks of the package of this name beside this one, as rows without peers. */
public final class JmhSuite implements Suite
{
    private static final String HOUSE = "io.varve.perf.";
    private static final String LENGTH = "length";
    private static final double SECOND_NS = 1e9;

    private final String name;

    /** Of a package. */
    public JmhSuite(final String name)
    {
        this.name = name;
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        if (!run.wants(name))
        {
            return;
        }
        final Scale scale = run.scale();
        final ChainedOptionsBuilder options = new OptionsBuilder()
            .include("^" + (HOUSE + name).replace(".", "\\.") + "\\.")
            .forks(scale.count(2, 1, 0))
            .warmupIterations(scale.count(5, 3, 0))
            .warmupTime(TimeValue.milliseconds(scale.count(1_000, 300, 5)))
            .measurementIterations(scale.count(5, 5, 1))
            .measurementTime(TimeValue.milliseconds(scale.count(1_000, 200, 5)))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
        if (!JvmFlags.ofManifest().isEmpty())
        {
            options.jvmArgsAppend(JvmFlags.ofManifest().toArray(new String[0]));
        }
        run.setting(name, "JMH, " + scale.count(2, 1, 0) + " forks of " + scale.count(5, 5, 1) + " iterations after " +
            scale.count(5, 3, 0) + " for warm-up; each benchmark checks its own result");
        try
        {
            add(run, new Runner(options.build()).run());
        }
        catch (final RunnerException e)
        {
            throw new IOException("suite " + name + " has failed: " + e.getMessage(), e);
        }
    }

    private void add(final SuiteRun run, final Collection<RunResult> results)
    {
        for (final RunResult result : results)
        {
            final var score = result.getPrimaryResult();
            final Spread spread = score.getStatistics().getN() == 0 ? Spread.of(score.getScore()) : new Spread(
                score.getStatistics().getPercentile(50), score.getStatistics().getMin(), score.getStatistics().getMax());
            final String row = name(result.getParams());
            run.say("%s: %.1f %s", row, spread.median(), score.getScoreUnit());
            final Row alone = Row.of(name, row, score.getScoreUnit(), Better.LESS, spread);
            final String length = result.getParams().getParam(LENGTH);
            run.add(length == null ? alone :
                run.shareOf(alone, "memory.copy", Integer.parseInt(length) * SECOND_NS / spread.median()));
        }
    }

    /** Suite, class, method and parameters. */
    private String name(final BenchmarkParams params)
    {
        final String[] parts = params.getBenchmark().split("\\.");
        final String type = parts[parts.length - 2].replace("Benchmark", "");
        final StringBuilder row = new StringBuilder(name).append('.').append(type.substring(0, 1).toLowerCase(Locale.ROOT))
            .append(type.substring(1)).append('.').append(parts[parts.length - 1]);
        params.getParamsKeys().forEach(key -> row.append('.').append(key).append(params.getParam(key)));
        return row.toString();
    }
}
