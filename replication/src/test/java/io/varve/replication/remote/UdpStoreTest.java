package io.varve.replication.remote;

/** A store in memory over UDP. */
class UdpStoreTest extends RemoteContracts
{
    @Override
    NodeHome launch()
    {
        return new NodeHome(folder, false, true, context -> { });
    }

    @Override
    String[] params()
    {
        return new String[]{};
    }
}
