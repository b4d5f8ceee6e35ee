package io.varve.tools.torture.disk;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides by a seed what of the changes that were not synced has reached the disk when the power went: pages and sectors in any
 * order, names as a file system with a journal of its own keeps them, a renaming wholly or not at all.
 */
final class CutDice
{
    static final int PAGE_LENGTH = 4_096;
    static final int SECTOR_LENGTH = 512;

    private final Random random;

    /** How much of what was not synced has reached the disk: 0 nothing, 1 everything. */
    private final double reached;
    private long changed;

    CutDice(final Random random)
    {
        this.random = random;
        final int kind = random.nextInt(6);
        reached = kind == 0 ? 0 : kind == 1 ? 1 : random.nextDouble();
    }

    /** Pages and names that differed, and so were at stake. */
    long changed()
    {
        return changed;
    }

    private boolean hasReached()
    {
        return random.nextDouble() < reached;
    }

    /** The names of a folder. */
    Map<String, Object> names(final Map<String, Object> kept, final Map<String, Object> now)
    {
        final Map<String, Object> left = new TreeMap<>();
        final Set<String> undecided = new TreeSet<>(kept.keySet());
        undecided.addAll(now.keySet());
        while (!undecided.isEmpty())
        {
            final Set<String> together = together(undecided.iterator().next(), undecided, kept, now);
            final boolean isAtStake = together.stream().anyMatch(name -> kept.get(name) != now.get(name) &&
                (kept.get(name) == null || !kept.get(name).equals(now.get(name))));
            changed += isAtStake ? 1 : 0;
            final Map<String, Object> chosen = isAtStake && !hasReached() ? kept : now;
            for (final String name : together)
            {
                if (chosen.containsKey(name))
                {
                    left.put(name, chosen.get(name));
                }
            }
            undecided.removeAll(together);
        }
        return left;
    }

    /** Names that stand or stood for the same files: one operation has changed them all. */
    private static Set<String> together(
        final String first, final Set<String> names, final Map<String, Object> kept, final Map<String, Object> now)
    {
        final Set<String> found = new TreeSet<>(Set.of(first));
        final Set<Object> files = new HashSet<>();
        int size = 0;
        while (size != found.size())
        {
            size = found.size();
            for (final String name : found)
            {
                files.add(kept.get(name));
                files.add(now.get(name));
            }
            files.remove(null);
            for (final String name : names)
            {
                if (files.contains(kept.get(name)) || files.contains(now.get(name)))
                {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /** The bytes of a file; what lies behind those that were kept was zeros on the disk. */
    byte[] bytes(final byte[] kept, final byte[] now)
    {
        final byte[] left = Arrays.copyOf(kept, Math.max(kept.length, now.length));
        for (int at = 0; at < now.length; at += PAGE_LENGTH)
        {
            final int end = Math.min(at + PAGE_LENGTH, now.length);
            if (!Arrays.equals(left, at, end, now, at, end))
            {
                changed++;
                page(left, now, at, end);
            }
        }
        return Arrays.copyOf(left, length(kept.length, now.length));
    }

    private void page(final byte[] left, final byte[] now, final int from, final int to)
    {
        final boolean isTorn = random.nextInt(4) == 0;
        final boolean hasReached = hasReached();
        for (int at = from; at < to; at += SECTOR_LENGTH)
        {
            if (isTorn ? random.nextBoolean() : hasReached)
            {
                final int length = Math.min(SECTOR_LENGTH, to - at);
                System.arraycopy(now, at, left, at, length);
            }
        }
    }

    private int length(final int kept, final int now)
    {
        if (kept == now)
        {
            return now;
        }
        if (hasReached())
        {
            return now;
        }
        return random.nextBoolean() || kept > now ? kept : kept + random.nextInt(now - kept) & -SECTOR_LENGTH;
    }
}
