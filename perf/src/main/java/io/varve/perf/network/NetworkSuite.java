package io.varve.perf.network;

import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;

/** One producer in another process than the log, every event acknowledged; as many on their way as each side likes. */
public final class NetworkSuite implements Suite
{
    private static final String IPC = "ingest.ipc.64B";

    @Override
    public String name()
    {
        return "network";
    }

    @Override
    public void run(final SuiteRun run)
    {
        if (run.wants(IPC))
        {
            NetworkPeer.all().forEach(peer ->
                run.skip(IPC, peer.contender().title(), "the store has no front door for other processes"));
        }
    }
}
