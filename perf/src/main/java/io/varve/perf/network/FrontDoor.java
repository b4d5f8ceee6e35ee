package io.varve.perf.network;

import io.varve.perf.contender.Versions;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Row;
import io.varve.perf.server.Server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Our own server: a node in a process of its own, with a media driver in it. */
final class FrontDoor implements Server
{
    /** Where the driver's buffers belong: in memory. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path driverDirectory;
    private final ChildJvm node;

    FrontDoor(final Path directory) throws IOException
    {
        driverDirectory = Files.isDirectory(MEMORY) ?
            MEMORY.resolve(directory.getParent().getFileName() + "-" + directory.getFileName() + "-driver") :
            directory.resolveSibling(directory.getFileName() + "-driver");
        node = ChildJvm.start(
            FrontDoorProcess.class, List.of("-Xmx512m"), List.of(directory.toString(), driverDirectory.toString()));
        try
        {
            node.numbers("ready");
        }
        catch (final IOException e)
        {
            close();
            throw e;
        }
    }

    /** Ours. */
    static NetworkSide side()
    {
        return new NetworkSide(new VarveIpcContender(), Row.NONE, FrontDoor::new, List::of);
    }

    @Override
    public String address()
    {
        return "aeron:ipc?aeron-dir=" + driverDirectory;
    }

    @Override
    public String version()
    {
        return Versions.of("varve");
    }

    @Override
    public void close()
    {
        try
        {
            node.tell("stop");
            node.awaitEnd();
        }
        catch (final IOException e)
        {
            System.err.println("the node did not end well: reason=" + e.getMessage());
        }
        node.close();
        ScratchDirectory.delete(driverDirectory);
    }
}
