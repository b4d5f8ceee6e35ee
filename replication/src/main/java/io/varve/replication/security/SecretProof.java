package io.varve.replication.security;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Challenge and proof: a client that can compute HMAC-SHA256 of a random challenge with the secret as key knows the secret. A
 * challenge is for one connection, so that a proof that was overheard is of no use on another.
 */
public final class SecretProof
{
    /** Bytes of a challenge and of a proof. */
    public static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final byte[] secret;

    /**
     * For a secret.
     *
     * @throws IllegalArgumentException for an empty one.
     */
    public SecretProof(final byte[] secret)
    {
        if (secret.length == 0)
        {
            throw new IllegalArgumentException("secret must have at least 1 byte");
        }
        this.secret = secret.clone();
    }

    /** A new challenge. */
    public byte[] challenge()
    {
        final byte[] challenge = new byte[LENGTH];
        random.nextBytes(challenge);
        return challenge;
    }

    /** The proof that answers a challenge. */
    public byte[] proofOf(final byte[] challenge)
    {
        try
        {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(challenge);
        }
        catch (final GeneralSecurityException e)
        {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Whether a proof answers a challenge; takes the same time for each wrong one. */
    public boolean isProof(final byte[] challenge, final byte[] proof)
    {
        return MessageDigest.isEqual(proofOf(challenge), proof);
    }
}
