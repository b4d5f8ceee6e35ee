package io.varve.journal.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Which boot of this machine it is: page cache written in the same boot is still there, so only a process can have died.
 *
 * @param high first half of the kernel's random boot id.
 * @param low  second half.
 */
public record BootId(long high, long low)
{
    /** No boot: never that of a running machine. */
    public static final BootId NONE = new BootId(0, 0);

    private static final Path SOURCE = Path.of("/proc/sys/kernel/random/boot_id");

    /** Of the running machine; a random one where the kernel gives none, which never equals another. */
    public static BootId current()
    {
        UUID uuid;
        try
        {
            uuid = UUID.fromString(Files.readString(SOURCE).trim());
        }
        catch (final IOException | IllegalArgumentException e)
        {
            uuid = UUID.randomUUID();
        }
        return new BootId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** As 32 hexadecimal digits. */
    public String text()
    {
        return String.format("%016x%016x", high, low);
    }
}
