package io.varve.journal.digest;

import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and buffers, as 64 hexadecimal digits. */
public final class Sha256
{
    private static final int CHUNK_LENGTH = 1024 * 1024;

    private Sha256()
    {
    }

    /** Of the first bytes of a buffer. */
    public static String of(final DirectBuffer buffer, final int lengthBytes)
    {
        final MessageDigest digest = digest();
        final byte[] chunk = new byte[CHUNK_LENGTH];
        for (int at = 0; at < lengthBytes; at += CHUNK_LENGTH)
        {
            final int count = Math.min(CHUNK_LENGTH, lengthBytes - at);
            buffer.getBytes(at, chunk, 0, count);
            digest.update(chunk, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of a whole file, read plainly. */
    public static String of(final Path file) throws IOException
    {
        final MessageDigest digest = digest();
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_LENGTH);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            while (channel.read(chunk.clear()) >= 0)
            {
                digest.update(chunk.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
