package io.varve.api;

import java.nio.file.Path;

/**
 * Reads data directories of this host in place; found by {@link java.util.ServiceLoader}. A store that is connected to a node of
 * the same host asks for one, and reads by itself what the node would have to send.
 */
public interface LocalReaderProvider
{
    /**
     * Opens a reader that follows the writer of the directory, through its restarts, and writes nothing.
     *
     * @throws io.varve.codec.EventLogException when the directory cannot be read from here.
     */
    LogReader open(Path directory);
}
