package io.varve.tools.serve;

import io.varve.tools.console.CommandException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A file with the secret that a node and its clients share. */
final class SecretFile
{
    /** Names the file when no option does; clients read it too. */
    static final String ENVIRONMENT_NAME = "VARVE_SECRET_FILE";

    private static final int MAX_LENGTH = 4_096;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
        PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private SecretFile()
    {
    }

    /** Its bytes without the line end that editors leave, as clients read them. */
    static byte[] read(final Path file)
    {
        try
        {
            final byte[] bytes = Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing()
                .getBytes(StandardCharsets.ISO_8859_1);
            if (bytes.length == 0 || bytes.length > MAX_LENGTH)
            {
                throw CommandException.failed(CommandException.BAD_INPUT, "a secret must have 1 to " + MAX_LENGTH +
                    " bytes: file=" + file + ", bytes=" + bytes.length, null);
            }
            return bytes;
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR, "cannot read the secret: file=" + file + ": " + e, e);
        }
    }

    /** Whether others than its owner may read it. */
    static boolean isOpenToOthers(final Path file)
    {
        try
        {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        }
        catch (final IOException | UnsupportedOperationException e)
        {
            return false;
        }
    }
}
