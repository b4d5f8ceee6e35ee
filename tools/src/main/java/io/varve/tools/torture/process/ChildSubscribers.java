package io.varve.tools.torture.process;

import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.tools.driver.ClientDriver;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with many subscribers of a node, each a client of its own: {@code ready} when all are there; told a position, all go on
 * up to it, the stuck one too, then {@code END DELIVERED}, or {@code WRONG} and what was.
 */
public final class ChildSubscribers
{
    private static final int STEPS_A_TURN = 64;
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<Subscriber> subscribers = new ArrayList<>();

    /** One client; it expects every event from where it starts. */
    private static final class Subscriber
    {
        private final EventStore store;
        private final Tailer tailer;
        private long next;
        private long delivered;
        private String wrong;

        Subscriber(final String channel, final long from)
        {
            store = EventStore.connect(channel);
            tailer = store.tail(TailStart.at(from).withDurability(Durability.JOURNALED));
            next = from;
        }

        /** Takes what has come, but not all of it at once. */
        int step(final long upTo)
        {
            int steps = 0;
            while (steps < STEPS_A_TURN && next < upTo && tailer.next())
            {
                if (tailer.position() != next)
                {
                    wrong = "position=" + tailer.position() + ", expected=" + next;
                    return 0;
                }
                next++;
                delivered++;
                steps++;
            }
            return steps;
        }

        void close()
        {
            tailer.close();
            store.close();
        }
    }

    private ChildSubscribers()
    {
    }

    /**
     * Runs it.
     *
     * @param args channel, how many subscribers, position from which they start. The first one starts at 0, the second takes one
     *             event and then no more until it is told to.
     */
    public static void main(final String[] args) throws Exception
    {
        new ChildSubscribers().run(args[0], Integer.parseInt(args[1]), Long.parseLong(args[2]));
    }

    private void run(final String channel, final int count, final long from) throws Exception
    {
        try (ClientDriver driver = ClientDriver.launch())
        {
            final String own = channel + "|aeron-dir=" + driver.directory();
            for (int i = 0; i < count; i++)
            {
                subscribers.add(new Subscriber(own, i == 0 ? 0 : from));
            }
            System.out.println("ready");
            final Subscriber stuck = subscribers.get(1);
            while (stuck.delivered == 0)
            {
                stuck.step(from + 1);
                turn(Long.MAX_VALUE, false);
            }
            System.out.println("stuck");
            follow();
        }
    }

    private void follow() throws Exception
    {
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (System.in.available() == 0)
        {
            if (turn(Long.MAX_VALUE, false) == 0)
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        final long upTo = Long.parseLong(in.readLine());
        while (subscribers.stream().anyMatch(subscriber -> subscriber.next < upTo && subscriber.wrong == null))
        {
            if (turn(upTo, true) == 0)
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        subscribers.stream().filter(subscriber -> subscriber.wrong != null).findFirst().ifPresentOrElse(
            subscriber -> System.out.println("WRONG subscriber=" + subscribers.indexOf(subscriber) + ": " + subscriber.wrong),
            () -> System.out.println("END " + subscribers.stream().mapToLong(subscriber -> subscriber.delivered).sum()));
        subscribers.forEach(Subscriber::close);
    }

    private int turn(final long upTo, final boolean withStuck)
    {
        int steps = 0;
        for (int i = 0; i < subscribers.size(); i++)
        {
            steps += i == 1 && !withStuck ? 0 : subscribers.get(i).step(upTo);
        }
        return steps;
    }
}
