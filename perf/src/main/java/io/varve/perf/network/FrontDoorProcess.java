package io.varve.perf.network;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.replication.Node;
import io.varve.replication.NodeContext;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A node with a media driver. Says {@code ready}, and ends well at the first line that it is told. */
final class FrontDoorProcess
{
    private FrontDoorProcess()
    {
    }

    /** With data directory and driver's directory. */
    public static void main(final String[] args) throws IOException
    {
        final MediaDriver.Context driver = new MediaDriver.Context()
            .aeronDirectoryName(args[1])
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .asyncExecutorEnabled(false)
            .threadingMode(ThreadingMode.SHARED);
        try (MediaDriver media = MediaDriver.launch(driver);
            EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(Path.of(args[0]))))
        {
            final Node node = Node.launch(new NodeContext().store(store).aeronDirectory(media.aeronDirectoryName())
                .channels(List.of("aeron:ipc")));
            try
            {
                System.out.println("ready");
                System.in.read();
            }
            finally
            {
                node.close();
            }
        }
    }
}
