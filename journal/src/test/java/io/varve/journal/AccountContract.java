package io.varve.journal;

import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.api.decide.CommandHandler;
import io.varve.api.decide.CommandRefusedException;
import io.varve.api.decide.Decision;
import io.varve.journal.example.Account;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The second worked example of deciders: {@link Account} must not go below zero. Nobody locks it; whoever decided on a balance
 * that is not the latest one is told so by the log, and decides again.
 */
@Timeout(60)
public abstract class AccountContract extends StoreContract
{
    static final int WRITERS = 8;
    private static final int COMMANDS = 100;

    private CommandHandler<Account.Command, Account, Account.Moved> accounts;
    private Instance account;

    @BeforeEach
    void openHandler()
    {
        accounts = Account.handler(store).withDurability(Durability.JOURNALED);
        account = store.domain("bank").aggregate("account").instance("DE02 1203 0000 0000 2020 51");
    }

    @Test
    void shouldPayOutWhatIsThereAndNoMore()
    {
        accounts.handle(account, new Account.Deposit(100));
        assertEquals(40, accounts.handle(account, new Account.Withdraw(60)).state().balanceCents());

        final CommandRefusedException refused =
            assertThrows(CommandRefusedException.class, () -> accounts.handle(account, new Account.Withdraw(41)));

        assertEquals("command refused: balance is too low: cents=41, balance=40", refused.getMessage());
        assertEquals(0, accounts.handle(account, new Account.Withdraw(40)).state().balanceCents());
        assertEquals(3, account.get().count());
    }

    @Test
    void shouldNeverGoBelowZeroUnderManyWriters()
    {
        Seeds.run(seeds ->
        {
            final long seed = seeds.nextLong();
            final LongAdder moved = new LongAdder();
            final LongAdder written = new LongAdder();
            final LongAdder refused = new LongAdder();
            inThreads(thread ->
            {
                final SplittableRandom random = new SplittableRandom(seed + thread);
                for (int i = 0; i < COMMANDS; i++)
                {
                    try
                    {
                        final Decision<Account, Account.Moved> decision = accounts.handle(account, command(random));
                        moved.add(decision.events().get(0).cents());
                        written.increment();
                    }
                    catch (final CommandRefusedException e)
                    {
                        refused.increment();
                    }
                }
            });

            assertEquals(WRITERS * COMMANDS, written.sum() + refused.sum());
            assertEquals(moved.sum(), accounts.load(account).state().balanceCents());
            assertEquals(written.sum(), countNeverBelowZero());
            assertTrue(refused.sum() > 0, "nothing was refused, so nothing was tried");
        });
    }

    /** More is asked for than comes in, so that the balance is at zero again and again. */
    private static Account.Command command(final SplittableRandom random)
    {
        final long cents = 1 + random.nextLong(100);
        return random.nextInt(3) == 0 ? new Account.Deposit(cents) : new Account.Withdraw(cents);
    }

    /** Folds every prefix of the stream. */
    private long countNeverBelowZero()
    {
        Account state = Account.DECIDER.initial();
        long count = 0;
        try (EventCursor cursor = store.query(Query.of(account)))
        {
            for (; cursor.next(); count++)
            {
                state = Account.DECIDER.evolve(state, Account.CODEC.decode(cursor));
                assertTrue(state.balanceCents() >= 0, "version " + cursor.version() + ": balance " + state.balanceCents());
            }
        }
        return count;
    }

    interface Work
    {
        void run(int thread);
    }

    /** Runs the same work in {@link #WRITERS} threads. */
    static void inThreads(final Work work)
    {
        final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        final List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++)
        {
            final int thread = i;
            running.add(CompletableFuture.runAsync(() -> work.run(thread), threads));
        }
        running.forEach(CompletableFuture::join);
        threads.shutdown();
    }
}
