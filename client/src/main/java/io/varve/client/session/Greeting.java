package io.varve.client.session;

import io.varve.codec.protocol.AuthenticateEncoder;
import io.varve.codec.protocol.HelloEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** What a client says first. */
final class Greeting
{
    static final int HASH_LENGTH = 32;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final byte[] secret;
    private final boolean wantsPlace;
    private final byte[] hostHash = hostHash();
    private final String client = "pid=" + ProcessHandle.current().pid();
    private final HelloEncoder hello = new HelloEncoder();
    private final AuthenticateEncoder authenticate = new AuthenticateEncoder();

    /** @param secret or null. */
    Greeting(final byte[] secret, final boolean wantsPlace)
    {
        this.secret = secret;
        this.wantsPlace = wantsPlace;
    }

    private static byte[] hostHash()
    {
        try
        {
            final byte[] id = Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip().getBytes(StandardCharsets.US_ASCII);
            return MessageDigest.getInstance("SHA-256").digest(id);
        }
        catch (final IOException e)
        {
            return new byte[HASH_LENGTH]; // unknown: then nothing is mapped
        }
        catch (final GeneralSecurityException e)
        {
            throw new IllegalStateException(e);
        }
    }

    Message hello()
    {
        return (buffer, header) ->
        {
            hello.wrapAndApplyHeader(buffer, 0, header).protocolVersion(HelloEncoder.SCHEMA_VERSION)
                .wantsPlace((short)(wantsPlace ? 1 : 0));
            hello.putHostHash(hostHash, 0, HASH_LENGTH);
            hello.client(client);
            return MessageHeaderEncoder.ENCODED_LENGTH + hello.encodedLength();
        };
    }

    boolean hasSecret()
    {
        return secret != null;
    }

    /** The secret itself is never sent. */
    Message authenticate(final byte[] challenge)
    {
        return (buffer, header) ->
        {
            authenticate.wrapAndApplyHeader(buffer, 0, header);
            authenticate.putProof(proof(challenge), 0, HASH_LENGTH);
            return MessageHeaderEncoder.ENCODED_LENGTH + authenticate.encodedLength();
        };
    }

    private byte[] proof(final byte[] challenge)
    {
        try
        {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(challenge);
        }
        catch (final GeneralSecurityException e)
        {
            throw new IllegalStateException(e);
        }
    }
}
