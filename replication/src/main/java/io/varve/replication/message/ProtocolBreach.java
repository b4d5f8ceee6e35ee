package io.varve.replication.message;

import io.varve.codec.protocol.RefusalCode;

/** A client has sent what no client may send: it is told so, and its connection ends. */
public final class ProtocolBreach extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** Which rule was broken. */
    private final RefusalCode code;

    /** With one line for the client. */
    public ProtocolBreach(final RefusalCode code, final String message)
    {
        super(message, null, false, false); // whoever floods the node with these must not make it walk stacks
        this.code = code;
    }

    /** A message that is not what its schema says. */
    public static ProtocolBreach malformed(final String message)
    {
        return new ProtocolBreach(RefusalCode.MALFORMED, message);
    }

    /** Which rule was broken. */
    public RefusalCode code()
    {
        return code;
    }
}
