package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Instance;
import io.varve.api.decide.CommandHandler;
import io.varve.api.decide.CommandRefusedException;
import io.varve.api.decide.ConflictRetry;
import io.varve.api.decide.Decider;
import io.varve.api.decide.Decision;
import io.varve.api.decide.EventCodec;
import io.varve.api.decide.StreamState;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import static io.varve.api.decide.Decider.refuse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Load, fold, decide, write, and again when somebody was faster. A state here is the list of the texts so far. */
public abstract class DeciderContract extends StoreContract
{
    private static final EventCodec<String> TEXTS = EventCodec.of(
        text -> Event.of("Said", text), event -> event.data().getStringWithoutLengthUtf8(0, event.length()));

    private final List<String> folded = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger decisions = new AtomicInteger();
    private Instance instance;

    @BeforeEach
    void chooseInstance()
    {
        instance = store.domain("d").aggregate("a").instance(7);
    }

    private CommandHandler<String, List<String>, String> handler(
        final BiFunction<String, List<String>, List<String>> decide)
    {
        return CommandHandler.of(store, Decider.of(List.of(), decide, this::evolve), TEXTS)
            .withDurability(Durability.JOURNALED);
    }

    private List<String> evolve(final List<String> state, final String text)
    {
        folded.add(text);
        final List<String> after = new ArrayList<>(state);
        after.add(text);
        return List.copyOf(after);
    }

    private static List<String> say(final String command, final List<String> state)
    {
        return List.of(command);
    }

    private void interfere(final String text)
    {
        instance.put(Batch.of(Event.of("Said", text)), Durability.JOURNALED);
    }

    /** The lines of {@link Decider}'s Javadoc. */
    @Test
    void shouldDoWhatTheDocumentationSays()
    {
        // begin
        Decider<Long, Long, Long> account = Decider.of(0L,
            (cents, balance) -> balance + cents < 0 ? refuse("balance is too low: " + balance) : List.of(cents),
            (balance, cents) -> balance + cents);
        EventCodec<Long> codec = EventCodec.of(
            cents -> Event.of("Moved", Long.toString(cents)),
            event -> event.data().parseLongAscii(0, event.length()));
        CommandHandler<Long, Long, Long> accounts = CommandHandler.of(store, account, codec);

        accounts.handle(store.domain("bank").aggregate("account").instance(1), 50L);
        // end

        final Instance one = store.domain("bank").aggregate("account").instance(1);
        assertEquals(10, accounts.handle(one, -40L).state());
        assertEquals("command refused: balance is too low: 10",
            assertThrows(CommandRefusedException.class, () -> accounts.handle(one, -11L)).getMessage());
        assertEquals(2, one.get().count());
    }

    /** So that the documentation is compiled. */
    @Test
    void shouldBeDocumentedWithWhatIsTested() throws IOException
    {
        final String source = Files.readString(Path.of("../journal/src/test/java/io/varve/journal/DeciderContract.java"));
        final String javadoc = Files.readString(Path.of("../api/src/main/java/io/varve/api/decide/Decider.java"));

        assertEquals(
            lines(between(source, "// begin\n", "// end\n"), ""), lines(between(javadoc, "<pre>{@code\n", "}</pre>"), "* "));
    }

    private static String between(final String text, final String from, final String to)
    {
        final int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static List<String> lines(final String text, final String prefix)
    {
        return text.lines().map(String::strip).map(line -> line.startsWith(prefix) ? line.substring(prefix.length()) : line)
            .map(String::strip).filter(line -> line.length() > 1).toList();
    }

    @Test
    void shouldBeginWithTheInitialState()
    {
        assertEquals(new StreamState<>(List.of(), -1, 0), handler(DeciderContract::say).load(instance));
    }

    @Test
    void shouldDecideOnWhatWasWritten()
    {
        final CommandHandler<String, List<String>, String> handler =
            handler((command, state) -> List.of(command + state.size(), command + (state.size() + 1)));

        handler.handle(instance, "a");
        final Decision<List<String>, String> second = handler.handle(instance, "b");

        assertEquals(new StreamState<>(List.of("a0", "a1", "b2", "b3"), 3, 4), second.stream());
        assertEquals(List.of("b2", "b3"), second.events());
        assertEquals(2, second.ack().version());
        assertEquals(second.stream(), handler.load(instance));
    }

    @Test
    void shouldFoldItsOwnStreamOnly()
    {
        final CommandHandler<String, List<String>, String> handler = handler(DeciderContract::say);
        handler.handle(store.domain("d").aggregate("a").instance(8), "neighbour");
        handler.handle(store.domain("d").aggregate("a").instance("7"), "key");
        handler.handle(store.domain("d").aggregate("b").instance(7), "other aggregate");

        assertEquals(List.of("mine"), handler.handle(instance, "mine").state());
        assertEquals(List.of("key"), handler.load(store.domain("d").aggregate("a").instance("7")).state());
    }

    @Test
    void shouldReachTheLevelThatItWaitsFor()
    {
        final CommandHandler<String, List<String>, String> handler = handler(DeciderContract::say);

        assertEquals(store.defaultDurability(),
            handler.withDurability(store.defaultDurability()).handle(instance, "a").ack().reached());
    }

    @Test
    void shouldWriteNothingForNoEvents()
    {
        final Decision<List<String>, String> decision = handler((command, state) -> List.of()).handle(instance, "a");

        assertNull(decision.ack());
        assertEquals(0, store.positions().journaled());
    }

    @Test
    void shouldWriteNothingWhenDecidingFails()
    {
        final IllegalStateException failure = new IllegalStateException("no");

        assertSame(failure, assertThrows(IllegalStateException.class, () -> handler((command, state) ->
        {
            throw failure;
        }).handle(instance, "a")));
        assertEquals(0, store.positions().journaled());
    }

    @Test
    void shouldWriteAsManyEventsAsABatchHolds()
    {
        final CommandHandler<Integer, Integer, String> handler = CommandHandler.of(
            store, Decider.of(0, (count, state) -> Collections.nCopies(count, "x"), (state, text) -> state + 1), TEXTS);

        assertEquals(Limits.MAX_BATCH_EVENTS, handler.handle(instance, Limits.MAX_BATCH_EVENTS).state());
        assertRefused(() -> handler.handle(instance, Limits.MAX_BATCH_EVENTS + 1));
        assertEquals(Limits.MAX_BATCH_EVENTS, handler.load(instance).state());
    }

    @Test
    void shouldDecideAgainWhenSomebodyWasFaster()
    {
        final CommandHandler<String, List<String>, String> handler = handler((command, state) ->
        {
            if (decisions.incrementAndGet() <= 2)
            {
                interfere("other " + decisions.get());
            }
            return List.of(command + " after " + state.size());
        });

        final Decision<List<String>, String> decision = handler.handle(instance, "mine", Map.of("user", "me"));

        assertEquals(3, decision.attempts());
        assertEquals(List.of("other 1", "other 2", "mine after 2"), decision.state());
        assertEquals(List.of("other 1", "other 2", "mine after 2"), folded, "each event is folded once");
        assertEquals(decision.stream(), handler.load(instance));
        assertEquals(Map.of("user", "me"), instance.get().at(2).metadata());
    }

    @Test
    void shouldGiveUpAtTheBoundAndSayWhere()
    {
        final CommandHandler<String, List<String>, String> handler = handler((command, state) ->
        {
            interfere("other " + decisions.incrementAndGet());
            return List.of(command);
        }).withRetry(ConflictRetry.upTo(3));

        final EventLogException lost =
            assertFails(ErrorCode.WRONG_EXPECTED_VERSION, () -> handler.handle(instance, "mine"));

        assertEquals("other writers were faster each time: stream=d/a/7, attempts=3; nothing was written; last: stream=d/a/7: " +
            "expected version 1, current 2", lost.getMessage());
        assertEquals(List.of("other 1", "other 2", "other 3"), handler(DeciderContract::say).load(instance).state());
    }

    @Test
    void shouldTryOnceWhenToldSo()
    {
        final ConflictRetry once = ConflictRetry.upTo(1);

        assertEquals("done", once.run(store, "work", attempt -> "done"));
        assertFails(ErrorCode.WRONG_EXPECTED_VERSION, () -> once.run(store, "work", attempt ->
        {
            decisions.incrementAndGet();
            throw new EventLogException(ErrorCode.WRONG_EXPECTED_VERSION, "lost");
        }));
        assertEquals(1, decisions.get());
        assertRefused(() -> ConflictRetry.upTo(0));
    }

    /** An outcome that is unknown must not be tried again: it could be there twice. */
    @Test
    void shouldNotTryAgainWhatMayHaveBeenWritten()
    {
        assertFails(ErrorCode.TIMED_OUT, () -> ConflictRetry.upTo(10).run(store, "work", attempt ->
        {
            decisions.incrementAndGet();
            throw new EventLogException(ErrorCode.TIMED_OUT, "unknown");
        }));
        assertEquals(1, decisions.get());
    }

    @Test
    void shouldReadOnFromWhatIsKnown()
    {
        final CommandHandler<String, List<String>, String> handler = handler(DeciderContract::say);
        final StreamState<List<String>> first = handler.handle(instance, "a").stream();
        handler.handle(instance, "b");
        folded.clear();

        assertEquals(List.of("a", "b"), handler.readOn(instance, first).state());
        assertEquals(List.of("b"), folded);
        assertTrue(handler.readOn(instance, first).version() > first.version());
    }

    @Test
    void shouldMakeABatchThatExpectsWhatWasLoaded()
    {
        final CommandHandler<String, List<String>, String> handler = handler(DeciderContract::say);

        assertEquals("none", handler.decide("a", handler.load(instance)).expectedVersion().toString());
        interfere("x");
        assertEquals("0", handler.decide("a", handler.load(instance)).expectedVersion().toString());
        assertRefused(() -> handler((command, state) -> List.of()).decide("a", handler.load(instance)));
    }
}
