package io.varve.replication.remote;

/** A store on disk over IPC, every event over the connection. */
class IpcStoreTest extends RemoteContracts
{
    @Override
    NodeHome launch()
    {
        return new NodeHome(folder, true, false, context -> { });
    }

    @Override
    String[] params()
    {
        return new String[]{"local-reads=off"};
    }
}
