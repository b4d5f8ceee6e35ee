package io.varve.codec.dictionary;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.OffHeap;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.generation.GenerationEncoder;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.generation.JournalIdentity;
import io.varve.codec.name.Identity;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DictionaryTest
{
    private static final int THREADS = 4;
    private static final int NAMES = 200;

    private final Dictionary dictionary = new Dictionary();

    @Test
    void shouldNumberAggregatesAndTypesInEachDomainFromOne()
    {
        final DomainNames ssh = dictionary.domain("ssh");
        final DomainNames town = dictionary.domain("town");

        assertEquals(1, dictionary.aggregate(ssh, "session").name().number());
        assertEquals(2, dictionary.aggregate(ssh, "host").name().number());
        assertEquals(1, dictionary.aggregate(town, "session").name().number());
        assertEquals(1, ssh.type("Opened").number());
        assertEquals(2, ssh.type("Closed").number());
        assertEquals(1, town.type("Opened").number());
        assertNotSame(ssh.type("Opened"), town.type("Opened"));
    }

    @Test
    void shouldNumberKeysAndProducersOverTheWholeJournal()
    {
        final AggregateNames one = dictionary.aggregate(dictionary.domain("a"), "one");
        final AggregateNames two = dictionary.aggregate(dictionary.domain("b"), "two");

        assertEquals(1, dictionary.key(one, "k").number());
        assertEquals(2, dictionary.key(two, "k").number());
        assertEquals(3, dictionary.key(one, "l").number());
        assertEquals(1, dictionary.producer("p").number());
        assertEquals(2, dictionary.producer("q").number());
    }

    @Test
    void shouldGiveAKnownNameItsNumberAgain()
    {
        final DomainNames domain = dictionary.domain("a");
        final AggregateNames aggregate = dictionary.aggregate(domain, "one");

        assertSame(domain, dictionary.domain("a"));
        assertSame(aggregate, dictionary.aggregate(domain, "one"));
        assertSame(domain.type("T"), domain.type("T"));
        assertSame(dictionary.key(aggregate, "k"), dictionary.key(aggregate, "k"));
        assertSame(dictionary.producer("p"), dictionary.producer("p"));
    }

    @Test
    void shouldFindOnlyWhatHasANumber()
    {
        assertNull(dictionary.findDomain("a"));
        final DomainNames domain = dictionary.domain("a");
        assertSame(domain, dictionary.findDomain("a"));
        assertNull(dictionary.findAggregate(domain, "one"));
        assertNull(domain.findType("T"));
        assertNull(domain.findType(1));
        assertNull(dictionary.findProducer(1));

        final AggregateNames aggregate = dictionary.aggregate(domain, "one");
        assertSame(aggregate, dictionary.findAggregate(domain, "one"));
        assertNull(aggregate.findKey("k"));
        assertNull(aggregate.findKey(1));
        final Name key = dictionary.key(aggregate, "k");
        assertSame(key, aggregate.findKey("k"));
        assertSame(key, aggregate.findKey(1));
        final Name type = domain.type("T");
        assertSame(type, domain.findType("T"));
        assertSame(type, domain.findType(1));
        final Name producer = dictionary.producer("p");
        assertSame(producer, dictionary.findProducer(1));
    }

    @Test
    void shouldGiveAggregatesDenseOrdinals()
    {
        for (int i = 0; i < 20; i++)
        {
            final AggregateNames aggregate = dictionary.aggregate(dictionary.domain("d" + i % 3), "a" + i);

            assertEquals(i, aggregate.ordinal());
            assertSame(aggregate, dictionary.aggregate(i));
            assertSame(aggregate,
                dictionary.aggregate(aggregate.identity().high(), aggregate.identity().low()));
        }
        assertEquals(20, dictionary.aggregateCount());
    }

    @Test
    void shouldPlaceAggregatesInTheOrderOfTheLog()
    {
        final DomainNames domain = dictionary.domain("a");
        final AggregateNames refused = dictionary.aggregate(domain, "refused");
        final AggregateNames second = dictionary.aggregate(domain, "second");
        final AggregateNames first = dictionary.aggregate(domain, "first");
        assertEquals(AggregateNames.NOT_LOGGED, first.logOrdinal());

        assertEquals(0, dictionary.placeInLog(first));
        assertEquals(1, dictionary.placeInLog(second));
        assertEquals(0, dictionary.placeInLog(first), "a place is kept");

        final Dictionary read = new Dictionary();
        for (final AggregateNames aggregate : List.of(first, second))
        {
            read.onEntry(EntryKind.AGGREGATE, aggregate.identity().high(), aggregate.identity().low(),
                aggregate.name().number(), aggregate.name().utf8());
        }
        assertEquals(0, read.findAggregate(read.domain("a"), "first").logOrdinal());
        assertEquals(1, read.findAggregate(read.domain("a"), "second").logOrdinal());
        assertEquals(AggregateNames.NOT_LOGGED, refused.logOrdinal());
    }

    @Test
    void shouldNotPlaceAggregatesBehindEntriesThatWereMissed()
    {
        final Identity one = Identity.of("a", 1);
        final Identity two = Identity.of("a", 2);
        dictionary.onEntry(EntryKind.AGGREGATE, one.high(), one.low(), 1, utf8("one"));

        dictionary.missEntries();
        dictionary.onEntry(EntryKind.AGGREGATE, two.high(), two.low(), 2, utf8("two"));

        assertEquals(0, dictionary.aggregate(one.high(), one.low()).logOrdinal());
        assertEquals(AggregateNames.NOT_LOGGED, dictionary.aggregate(two.high(), two.low()).logOrdinal());
    }

    @Test
    void shouldCallEntriesThatContradictEachOtherCorrupt()
    {
        final Identity identity = Identity.of("a", 1);
        for (final EntryKind kind : EntryKind.values())
        {
            dictionary.onEntry(kind, identity.high(), identity.low(), 1, utf8("one"));
            dictionary.onEntry(kind, identity.high(), identity.low(), 1, utf8("one"));

            for (final Runnable contradiction : List.<Runnable>of(
                () -> dictionary.onEntry(kind, identity.high(), identity.low(), 1, utf8("other")),
                () -> dictionary.onEntry(kind, identity.high(), identity.low(), 2, utf8("one"))))
            {
                final EventLogException e = assertThrows(EventLogException.class, contradiction::run);
                assertEquals(ErrorCode.CORRUPT, e.code());
                assertTrue(e.getMessage().contains("contradict"), e.getMessage());
            }
        }
    }

    @Test
    void shouldNotCallANameWrittenBeforeItIsMarked()
    {
        final Name name = dictionary.domain("a").type("T");
        assertFalse(name.isWritten());

        name.markWritten();

        assertTrue(name.isWritten());
        assertTrue(dictionary.domain("a").type("T").isWritten());
    }

    @Test
    void shouldMarkAKnownNameWhenItsEntryIsRead()
    {
        final AggregateNames aggregate = dictionary.aggregate(dictionary.domain("a"), "one");

        dictionary.onEntry(
            EntryKind.AGGREGATE, aggregate.identity().high(), aggregate.identity().low(), 1, utf8("one"));

        assertTrue(aggregate.name().isWritten());
        assertEquals(1, dictionary.aggregateCount());
    }

    @Test
    void shouldNumberBehindTheHighestNumberThatWasRead()
    {
        final Identity identity = Identity.of("a", 9);
        dictionary.onEntry(EntryKind.AGGREGATE, identity.high(), identity.low(), 9, utf8("nine"));
        dictionary.onEntry(EntryKind.TYPE, identity.high(), identity.low(), 300, utf8("T300"));
        dictionary.onEntry(EntryKind.TYPE, identity.high(), identity.low(), 7, utf8("T7"));
        dictionary.onEntry(EntryKind.KEY, identity.high(), identity.low(), 1L << 20, utf8("k"));
        dictionary.onEntry(EntryKind.PRODUCER, 0, 0, 5, utf8("p"));

        final DomainNames domain = dictionary.domain("a");
        assertEquals(10, dictionary.aggregate(domain, "ten").name().number());
        assertEquals(301, domain.type("New").number());
        assertEquals((1L << 20) + 1, dictionary.key(dictionary.aggregate(domain, "nine"), "new").number());
        assertEquals(6, dictionary.producer("new").number());
    }

    @Test
    void shouldComeBackFromTheLogAsItWas()
    {
        final DomainNames domain = dictionary.domain("town");
        final AggregateNames aggregate = dictionary.aggregate(domain, "person");
        final List<Name> types = List.of(domain.type("Named"), domain.type("Renamed-V2"));
        final Name key = dictionary.key(aggregate, "J\u00F6rg/\uD83D\uDE00");
        final Name producer = dictionary.producer("import");
        final UnsafeBuffer buffer = OffHeap.allocate(4_096);

        final int length = encode(buffer, aggregate, types, key, producer);
        final GenerationDecoder decoder = new GenerationDecoder();
        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, length));
        final Dictionary copy = new Dictionary();
        decoder.forEachEntry(copy);

        final AggregateNames read = copy.aggregate(aggregate.identity().high(), aggregate.identity().low());
        assertEquals("town", read.domain().domain());
        assertSameName(aggregate.name(), read.name());
        assertSame(read, copy.findAggregate(copy.findDomain("town"), "person"));
        types.forEach(type -> assertSameName(type, read.domain().findType(type.text())));
        types.forEach(type -> assertSameName(type, read.domain().findType((int)type.number())));
        assertSameName(key, read.findKey(key.text()));
        assertSameName(key, read.findKey(key.number()));
        assertSameName(producer, copy.findProducer(producer.number()));
        assertSameName(producer, copy.producer("import"));
    }

    @Test
    void shouldCallAnAggregateWithoutAnEntryCorrupt()
    {
        dictionary.aggregate(dictionary.domain("a"), "one");
        final Identity unknown = Identity.of("a", 2);

        final EventLogException e = assertThrows(
            EventLogException.class, () -> dictionary.aggregate(unknown.high(), unknown.low()));

        assertEquals(ErrorCode.CORRUPT, e.code());
        assertEquals("no dictionary entry for an aggregate: domain=a, aggregate number=2", e.getMessage());
        assertCorrupt(EntryKind.KEY, unknown, 1);
    }

    @Test
    void shouldCallAnIdentityThatIsNoNameCorrupt()
    {
        final Identity reservedCode = new Identity(-1L, 1);
        final Identity empty = new Identity(0, 1);

        assertEquals(
            "no domain has this identity: packed name has the reserved code=63 at character index=0, highest code=43, " +
            "identity=ffffffffffffffff0000000000000000",
            assertThrows(EventLogException.class, () -> dictionary.aggregate(-1L, 1)).getMessage());
        for (final EntryKind kind : List.of(EntryKind.AGGREGATE, EntryKind.TYPE, EntryKind.KEY))
        {
            assertCorrupt(kind, reservedCode, 1);
            assertCorrupt(kind, empty, 1);
        }
    }

    @Test
    void shouldCallAnEntryWithAnImpossibleNumberCorrupt()
    {
        final Identity identity = Identity.of("a", 1);
        dictionary.onEntry(EntryKind.AGGREGATE, identity.high(), identity.low(), 1, utf8("one"));

        for (final long bad : new long[]{0, -1, Long.MIN_VALUE})
        {
            for (final EntryKind kind : EntryKind.values())
            {
                assertCorrupt(kind, identity, bad);
            }
        }
        assertCorrupt(EntryKind.AGGREGATE, identity, 256);
        assertCorrupt(EntryKind.TYPE, identity, 65_536);

        assertEquals(2, dictionary.aggregate(dictionary.domain("a"), "two").name().number(), "no trace is left");
    }

    @Test
    void shouldNumberUpTo255AggregatesOfADomain()
    {
        final DomainNames domain = dictionary.domain("a");
        for (int i = 1; i <= Limits.MAX_AGGREGATES; i++)
        {
            assertEquals(i, dictionary.aggregate(domain, "a" + i).name().number());
        }

        for (int i = 0; i < 3; i++)
        {
            final EventLogException e =
                assertThrows(EventLogException.class, () -> dictionary.aggregate(domain, "one-more"));
            assertEquals(ErrorCode.TOO_MANY_NAMES, e.code());
            assertEquals(
                "no number is left for a new aggregate of the domain: highest=255, name=\"one-more\"", e.getMessage());
        }
        assertEquals(255, dictionary.aggregate(domain, "a255").name().number());
        assertNull(dictionary.findAggregate(domain, "one-more"));
        assertEquals(1, dictionary.aggregate(dictionary.domain("b"), "one-more").name().number());
    }

    @Test
    void shouldNumberUpTo65535TypesOfADomain()
    {
        final DomainNames domain = dictionary.domain("a");
        for (int i = 1; i <= Limits.MAX_TYPES; i++)
        {
            assertEquals(i, domain.type("T" + i).number());
        }

        assertEquals(
            ErrorCode.TOO_MANY_NAMES,
            assertThrows(EventLogException.class, () -> domain.type("one-more")).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "UPPER", "abcdefghijklmnopqrstu"})
    void shouldRefuseNamesThatBreakTheRulesWithoutATrace(final String name)
    {
        final DomainNames domain = dictionary.domain("a");

        assertThrows(IllegalArgumentException.class, () -> dictionary.domain(name));
        assertThrows(IllegalArgumentException.class, () -> dictionary.findDomain(name));
        assertThrows(IllegalArgumentException.class, () -> dictionary.aggregate(domain, name));
        assertThrows(IllegalArgumentException.class, () -> dictionary.findAggregate(domain, name));

        assertEquals(0, dictionary.aggregateCount());
        assertEquals(1, dictionary.aggregate(domain, "one").name().number());
    }

    @Test
    void shouldRefuseTypesKeysAndProducersThatBreakTheRulesWithoutATrace()
    {
        final DomainNames domain = dictionary.domain("a");
        final AggregateNames aggregate = dictionary.aggregate(domain, "one");

        assertThrows(IllegalArgumentException.class, () -> domain.type("a b"));
        assertThrows(IllegalArgumentException.class, () -> dictionary.key(aggregate, ""));
        assertThrows(IllegalArgumentException.class, () -> dictionary.key(aggregate, "\uD83D"));
        assertThrows(IllegalArgumentException.class, () -> dictionary.key(aggregate, "k".repeat(1_025)));
        assertThrows(IllegalArgumentException.class, () -> dictionary.producer(""));
        assertThrows(IllegalArgumentException.class, () -> dictionary.producer("p".repeat(1_025)));

        assertEquals(1, domain.type("T").number());
        assertEquals(1, dictionary.key(aggregate, "k".repeat(1_024)).number());
        assertEquals(1, dictionary.producer("p").number());
    }

    @Test
    void shouldNumberUniquelyAndDenselyFromManyThreads() throws Exception
    {
        final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try
        {
            final CyclicBarrier start = new CyclicBarrier(THREADS);
            final Callable<List<Name>> work = () ->
            {
                start.await(10, TimeUnit.SECONDS);
                return numberAll();
            };
            final List<Future<List<Name>>> results = executor.invokeAll(List.of(work, work, work, work));

            final List<Name> first = results.get(0).get(30, TimeUnit.SECONDS);
            for (final Future<List<Name>> result : results)
            {
                assertEquals(first, result.get(30, TimeUnit.SECONDS), "every thread sees the same names");
            }
            assertDense(first.subList(0, NAMES));
            assertDense(first.subList(NAMES, 2 * NAMES));
            assertDense(first.subList(2 * NAMES, 3 * NAMES));
            assertDense(first.subList(3 * NAMES, 4 * NAMES));
            assertEquals(NAMES, dictionary.aggregateCount());
        }
        finally
        {
            executor.shutdownNow();
        }
    }

    private List<Name> numberAll()
    {
        final DomainNames domain = dictionary.domain("a");
        final List<Name> types = new ArrayList<>();
        final List<Name> aggregates = new ArrayList<>();
        final List<Name> keys = new ArrayList<>();
        final List<Name> producers = new ArrayList<>();
        for (int i = 0; i < NAMES; i++)
        {
            final AggregateNames aggregate = dictionary.aggregate(domain, "a" + i);
            assertSame(aggregate, dictionary.aggregate(aggregate.ordinal()));
            types.add(domain.type("T" + i));
            aggregates.add(aggregate.name());
            keys.add(dictionary.key(aggregate, "k" + i));
            producers.add(dictionary.producer("p" + i));
        }
        final List<Name> all = new ArrayList<>(types);
        all.addAll(aggregates);
        all.addAll(keys);
        all.addAll(producers);
        return all;
    }

    private static void assertDense(final List<Name> names)
    {
        final Set<Long> numbers = new HashSet<>();
        names.forEach(name -> assertTrue(numbers.add(name.number()), "twice: number=" + name.number()));
        for (long number = 1; number <= names.size(); number++)
        {
            assertTrue(numbers.contains(number), "missing: number=" + number);
        }
    }

    private void assertCorrupt(final EntryKind kind, final Identity identity, final long number)
    {
        final EventLogException e = assertThrows(
            EventLogException.class,
            () -> dictionary.onEntry(kind, identity.high(), identity.low(), number, utf8("name")));
        assertEquals(ErrorCode.CORRUPT, e.code());
    }

    private static void assertSameName(final Name expected, final Name actual)
    {
        assertEquals(expected.number(), actual.number());
        assertEquals(expected.text(), actual.text());
        assertArrayEquals(expected.utf8(), actual.utf8());
        assertTrue(actual.isWritten());
    }

    private static int encode(
        final UnsafeBuffer buffer,
        final AggregateNames aggregate,
        final List<Name> types,
        final Name key,
        final Name producer)
    {
        final List<Name> all = new ArrayList<>(List.of(aggregate.name(), key, producer));
        all.addAll(types);
        final int entriesLength =
            all.stream().mapToInt(name -> GenerationLayout.entryLength(name.utf8().length)).sum();

        final GenerationEncoder encoder = new GenerationEncoder();
        encoder.begin(buffer, 0, Identity.LENGTH + entriesLength, 0, 0, 0);
        encoder.putIdentity(aggregate.identity().high(), aggregate.identity().low());
        encoder.putEntry(EntryKind.AGGREGATE, 0, aggregate.name().number(), aggregate.name().utf8());
        types.forEach(type -> encoder.putEntry(EntryKind.TYPE, 0, type.number(), type.utf8()));
        encoder.putEntry(EntryKind.KEY, 0, key.number(), key.utf8());
        encoder.putEntry(EntryKind.PRODUCER, 0, producer.number(), producer.utf8());
        return encoder.seal(new JournalIdentity(1, 2, 3, 4), 0, 0, 0, 0, -1, 0);
    }

    private static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
