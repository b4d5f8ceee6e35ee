package io.varve.tools.driver;

import io.aeron.CommonContext;
import io.aeron.exceptions.AeronException;
import io.varve.tools.console.CommandException;

import java.nio.file.Path;

/** The driver that a node works with: one that is there, or one of its own in its process. */
public final class NodeDriver implements AutoCloseable
{
    private final String directory;

    /** Null when the driver is another process. */
    private final OwnDriver own;

    private NodeDriver(final String directory, final OwnDriver own)
    {
        this.directory = directory;
        this.own = own;
    }

    /**
     * Takes the driver that is active in a directory, or starts one there. What a dead driver left behind is no obstacle.
     *
     * @param directory null for Aeron's default.
     */
    public static NodeDriver open(final Path directory)
    {
        final String name = directory == null ? CommonContext.getAeronDirectoryName() : directory.toAbsolutePath().toString();
        try
        {
            if (DriverDirectory.isActive(Path.of(name)))
            {
                return new NodeDriver(name, null);
            }
            DriverDirectory.checkReplaceable(Path.of(name));
            return new NodeDriver(name, new OwnDriver(DriverSettings.context(name)));
        }
        catch (final AeronException e)
        {
            throw CommandException.failed(CommandException.FAILED, "another media driver is in the way: directory=" + name + ": " +
                e.getMessage() + "; name another directory with --aeron-dir", e);
        }
    }

    /** Where clients of it connect. */
    public String directory()
    {
        return directory;
    }

    /** Whether it is a process of its own, which may end and come again without this one. */
    public boolean isExternal()
    {
        return own == null;
    }

    /** How it is set up, as far as that is known here. */
    public String description()
    {
        return own == null ? "" : " termBytes=" + DriverSettings.TERM_LENGTH + " mtuBytes=" + DriverSettings.MTU_LENGTH +
            " socketBufferBytes=" + SocketBuffers.receiveLength();
    }

    @Override
    public void close()
    {
        if (own != null)
        {
            own.close();
        }
    }
}
