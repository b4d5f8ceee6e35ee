package io.varve.tools.torture.relay;

import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/** Packets that go on later, the earliest first; a bounded number of bytes. */
final class HeldPackets
{
    private record Held(long dueNs, ByteBuffer packet, Route route)
    {
    }

    private final PriorityQueue<Held> queue =
        new PriorityQueue<>((one, other) -> Long.compare(one.dueNs - other.dueNs, 0));
    private final long maxBytes;
    private long bytes;

    HeldPackets(final long maxBytes)
    {
        this.maxBytes = maxBytes;
    }

    /**
     * Keeps a copy of a packet.
     *
     * @return false when there is no room for it, as in a router whose queue is full.
     */
    boolean add(final ByteBuffer packet, final Route route, final long dueNs)
    {
        if (bytes + packet.remaining() > maxBytes)
        {
            return false;
        }
        final ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
        bytes += copy.remaining();
        queue.add(new Held(dueNs, copy, route));
        return true;
    }

    /** Hands out everything that is due. */
    void release(final long nowNs, final BiConsumer<ByteBuffer, Route> sender)
    {
        while (!queue.isEmpty() && queue.peek().dueNs - nowNs <= 0)
        {
            final Held held = queue.poll();
            bytes -= held.packet.remaining();
            sender.accept(held.packet, held.route);
        }
    }

    boolean isEmpty()
    {
        return queue.isEmpty();
    }
}
