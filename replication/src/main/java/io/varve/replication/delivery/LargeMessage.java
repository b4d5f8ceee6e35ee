package io.varve.replication.delivery;

import io.varve.codec.protocol.FragmentEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.replication.aeron.Outlet;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A message of any length on its way to a client: whole when it is short, else in slices, as room is found for them. */
final class LargeMessage
{
    private final Outlet outlet;
    private final int maxLength;
    private final int sliceLength;
    private final UnsafeBuffer sliceBuffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FragmentEncoder fragment = new FragmentEncoder();
    private MutableDirectBuffer message;
    private int length;
    private int sent;
    private boolean isGone;

    /** @param maxLength bytes of what is sent whole, and of a message with a slice. */
    LargeMessage(final Outlet outlet, final int maxLength)
    {
        this.outlet = outlet;
        this.maxLength = maxLength;
        final int overhead =
            MessageHeaderEncoder.ENCODED_LENGTH + FragmentEncoder.BLOCK_LENGTH + FragmentEncoder.sliceHeaderLength();
        sliceLength = maxLength - overhead;
        sliceBuffer = new UnsafeBuffer(new byte[maxLength]);
    }

    boolean isGone()
    {
        return isGone;
    }

    /** Takes a message to be sent by {@link #flush}; the buffer stays as it is until it is sent. */
    void start(final MutableDirectBuffer buffer, final int messageLength)
    {
        message = buffer;
        length = messageLength;
        sent = 0;
    }

    /**
     * Sends on.
     *
     * @return whether everything is sent.
     */
    boolean flush()
    {
        while (sent < length)
        {
            final int result = length <= maxLength ? outlet.offer(message, 0, length) : offerSlice();
            if (result == Outlet.GONE)
            {
                isGone = true;
                sent = length;
            }
            else if (result == Outlet.NO_ROOM)
            {
                return false;
            }
            else
            {
                sent += length <= maxLength ? length : Math.min(sliceLength, length - sent);
            }
        }
        return true;
    }

    private int offerSlice()
    {
        final int slice = Math.min(sliceLength, length - sent);
        fragment.wrapAndApplyHeader(sliceBuffer, 0, header).totalLength(length).sliceOffset(sent).putSlice(message, sent, slice);
        return outlet.offer(sliceBuffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + fragment.encodedLength());
    }
}
