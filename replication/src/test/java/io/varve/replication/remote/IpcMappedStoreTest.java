package io.varve.replication.remote;

/** A store on disk over IPC, whose files the client maps. */
class IpcMappedStoreTest extends RemoteContracts
{
    @Override
    NodeHome launch()
    {
        return new NodeHome(folder, true, false, context -> { });
    }

    @Override
    String[] params()
    {
        return new String[]{};
    }
}
