package io.varve.replication.ingress;

import io.varve.codec.protocol.FragmentDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.replication.aeron.MessageHandler;
import io.varve.replication.message.ProtocolBreach;
import org.agrona.DirectBuffer;
import org.agrona.collections.ArrayUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts a message together that came as slices, in memory of its own that is bounded and is given back behind it. A last slice that
 * cannot be acted on yet may come again.
 */
final class Reassembly
{
    private final long maxLength;
    private final UnsafeBuffer whole = new UnsafeBuffer(ArrayUtil.EMPTY_BYTE_ARRAY);
    private int length;

    /** Of messages up to a length. */
    Reassembly(final long maxLength)
    {
        this.maxLength = maxLength;
    }

    /**
     * Adds a slice; with the last one, hands the message on.
     *
     * @return false when the message cannot be acted on now: then the slice comes again.
     * @throws ProtocolBreach when it is not the next slice.
     */
    boolean onFragment(final FragmentDecoder fragment, final DirectBuffer buffer, final MessageHandler handler)
    {
        final long total = fragment.totalLength();
        final long sliceOffset = fragment.sliceOffset();
        if (total > maxLength)
        {
            throw new ProtocolBreach(RefusalCode.TOO_MANY_BYTES,
                "message is too long: bytes=" + total + ", highest=" + maxLength);
        }
        if (sliceOffset == 0)
        {
            if (whole.capacity() != total)
            {
                whole.wrap(new byte[(int)total]);
            }
            length = 0;
        }
        final int sliceLength = fragment.sliceLength();
        if (total != whole.capacity() || sliceOffset != length || sliceLength == 0 || sliceLength > total - sliceOffset)
        {
            throw ProtocolBreach.malformed("slice of a message is not the next one: sliceOffset=" + sliceOffset +
                ", next=" + length + ", bytes=" + sliceLength + ", of=" + total);
        }
        whole.putBytes(length, buffer, fragment.limit() + FragmentDecoder.sliceHeaderLength(), sliceLength);
        if (length + sliceLength < total)
        {
            length += sliceLength;
            return true;
        }
        if (!handler.onMessage(whole, 0, (int)total))
        {
            return false;
        }
        whole.wrap(ArrayUtil.EMPTY_BYTE_ARRAY);
        length = 0;
        return true;
    }
}
