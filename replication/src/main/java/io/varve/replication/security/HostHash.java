package io.varve.replication.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** Which host this is, as long as it runs, without saying its name. */
public final class HostHash
{
    private static final Path SOURCE = Path.of("/proc/sys/kernel/random/boot_id");

    private HostHash()
    {
    }

    /** SHA-256 of the kernel's boot id as text, or zeros where there is none. */
    public static byte[] current()
    {
        try
        {
            final String bootId = Files.readString(SOURCE).trim();
            return MessageDigest.getInstance("SHA-256").digest(bootId.getBytes(StandardCharsets.US_ASCII));
        }
        catch (final IOException e)
        {
            return new byte[SecretProof.LENGTH];
        }
        catch (final GeneralSecurityException e)
        {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
