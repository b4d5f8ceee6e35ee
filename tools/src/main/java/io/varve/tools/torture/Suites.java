package io.varve.tools.torture;

import io.varve.tools.torture.suite.ClockSuite;
import io.varve.tools.torture.suite.ConcurrentSuite;
import io.varve.tools.torture.suite.ContainerSuite;
import io.varve.tools.torture.suite.EioSuite;
import io.varve.tools.torture.suite.FlipSuite;
import io.varve.tools.torture.suite.FullSuite;
import io.varve.tools.torture.suite.IndexSuite;
import io.varve.tools.torture.suite.IngressSuite;
import io.varve.tools.torture.suite.KillSuite;
import io.varve.tools.torture.suite.MisdirectSuite;
import io.varve.tools.torture.suite.NetworkSuite;
import io.varve.tools.torture.suite.PowerSuite;
import io.varve.tools.torture.suite.ReconnectSuite;
import io.varve.tools.torture.suite.StopSuite;
import io.varve.tools.torture.suite.StuckReaderSuite;
import io.varve.tools.torture.suite.SubscribersSuite;
import io.varve.tools.torture.suite.TearSuite;
import io.varve.tools.torture.suite.TruncateSuite;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All suites, in the order in which they run. */
final class Suites
{
    private static final List<Supplier<Suite>> ALL = List.of(
        KillSuite::new,
        PowerSuite::new,
        TearSuite::new,
        TruncateSuite::new,
        FlipSuite::new,
        MisdirectSuite::new,
        FullSuite::new,
        EioSuite::new,
        IndexSuite::new,
        ClockSuite::new,
        ConcurrentSuite::new,
        StuckReaderSuite::new,
        ContainerSuite::new,
        ReconnectSuite::new,
        NetworkSuite::new,
        StopSuite::new,
        SubscribersSuite::new,
        IngressSuite::new);

    private Suites()
    {
    }

    /**
     * Suites that were asked for.
     *
     * @param name     of one, or null for all.
     * @param sabotage that they must notice when all are asked for.
     */
    static List<Suite> of(final String name, final Sabotage sabotage)
    {
        final List<Suite> all = ALL.stream().map(Supplier::get).toList();
        final List<Suite> found = all.stream()
            .filter(suite -> name == null ? sabotage == Sabotage.NONE || suite.notices().contains(sabotage) :
                suite.name().equals(name))
            .toList();
        if (found.isEmpty())
        {
            throw new IllegalArgumentException("suite must be one of " +
                all.stream().map(Suite::name).collect(Collectors.joining(", ")) + ": \"" + name + '"');
        }
        return found;
    }
}
