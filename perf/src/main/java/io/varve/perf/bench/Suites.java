package io.varve.perf.bench;

import io.varve.perf.durable.DurableSuite;
import io.varve.perf.harness.Suite;
import io.varve.perf.ingest.IngestSuite;
import io.varve.perf.jmh.JmhSuite;
import io.varve.perf.latency.LatencySuite;
import io.varve.perf.network.NetworkSuite;
import io.varve.perf.read.ReadSuite;
import io.varve.perf.streams.StreamsSuite;

import java.util.List;

/** All that there are, in the order in which they run. */
final class Suites
{
    private Suites()
    {
    }

    static List<Suite> all()
    {
        return List.of(new JmhSuite("codec"), new JmhSuite("ring"), new IngestSuite(), new DurableSuite(), new LatencySuite(),
            new ReadSuite(), new StreamsSuite(), new NetworkSuite());
    }

    static List<String> names()
    {
        return all().stream().map(Suite::name).toList();
    }
}
