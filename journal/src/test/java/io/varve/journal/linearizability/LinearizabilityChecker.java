package io.varve.journal.linearizability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Searches for an order of a stream's operations that explains every answer and contradicts no clock: the search of Wing and Gong,
 * with Lowe's memory of which sets of operations have led to which state, so that no dead end is entered twice.
 *
 * <p>Calls and returns are one list in the order of time. The search takes the first operation whose answer is right now, and that was
 * called before the first return of an operation that is not taken yet; when it meets such a return it goes back.
 */
public final class LinearizabilityChecker
{
    /** A call or a return, in a doubly linked list from which operations are lifted while they are taken. */
    private static final class Entry
    {
        private final int operation;
        private Entry match;
        private Entry previous;
        private Entry next;

        private Entry(final int operation)
        {
            this.operation = operation;
        }

        private boolean isCall()
        {
            return match != null;
        }

        private void lift()
        {
            unlink(this);
            unlink(match);
        }

        private void unlift()
        {
            link(match);
            link(this);
        }

        private static void unlink(final Entry entry)
        {
            entry.previous.next = entry.next;
            if (entry.next != null)
            {
                entry.next.previous = entry.previous;
            }
        }

        private static void link(final Entry entry)
        {
            entry.previous.next = entry;
            if (entry.next != null)
            {
                entry.next.previous = entry;
            }
        }
    }

    private record Taken(Entry call, long stateBefore)
    {
    }

    private record Visited(BitSet operations, long state)
    {
    }

    private LinearizabilityChecker()
    {
    }

    /** Whether the operations of one stream, which was empty, can have happened in one order. */
    public static boolean isLinearizable(final List<Operation> operations)
    {
        final Entry head = entries(operations);
        final BitSet taken = new BitSet(operations.size());
        final Set<Visited> visited = new HashSet<>();
        final Deque<Taken> path = new ArrayDeque<>();
        long state = 0;
        Entry entry = head.next;
        while (head.next != null)
        {
            if (entry.isCall())
            {
                final long next = operations.get(entry.operation).apply(state);
                if (next != Operation.IMPOSSIBLE)
                {
                    taken.set(entry.operation);
                    if (visited.add(new Visited((BitSet)taken.clone(), next)))
                    {
                        path.push(new Taken(entry, state));
                        state = next;
                        entry.lift();
                        entry = head.next;
                        continue;
                    }
                    taken.clear(entry.operation);
                }
                entry = entry.next;
            }
            else
            {
                if (path.isEmpty())
                {
                    return false;
                }
                final Taken last = path.pop();
                state = last.stateBefore;
                taken.clear(last.call.operation);
                last.call.unlift();
                entry = last.call.next;
            }
        }
        return true;
    }

    private static Entry entries(final List<Operation> operations)
    {
        record Moment(long ns, boolean isReturn, Entry entry)
        {
        }

        final List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++)
        {
            final Entry call = new Entry(i);
            call.match = new Entry(i);
            moments.add(new Moment(operations.get(i).callNs(), false, call));
            moments.add(new Moment(operations.get(i).returnNs(), true, call.match));
        }
        // At one reading of the clock nothing is known about the order: calls first, so that such operations overlap.
        moments.sort(Comparator.comparingLong(Moment::ns).thenComparing(Moment::isReturn));
        final Entry head = new Entry(-1);
        Entry last = head;
        for (final Moment moment : moments)
        {
            last.next = moment.entry;
            moment.entry.previous = last;
            last = moment.entry;
        }
        return head;
    }
}
