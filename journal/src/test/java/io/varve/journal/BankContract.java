package io.varve.journal;

import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.api.decide.CommandRefusedException;
import io.varve.journal.example.Account;
import io.varve.journal.example.Bank;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The second worked example goes on: a {@link Bank} moves money between accounts. A transfer is two decisions in one transaction,
 * so that there is no moment at which the money is nowhere, or twice.
 */
@Timeout(60)
public abstract class BankContract extends StoreContract
{
    private static final String[] NUMBERS = {"ada", "bob", "cyd", "dan"};
    private static final int TRANSFERS = 50;
    private static final long CENTS_AT_START = 100;

    private Bank bank;

    @BeforeEach
    void openBank()
    {
        bank = new Bank(store, Durability.JOURNALED);
        for (final String number : NUMBERS)
        {
            bank.handler().handle(bank.account(number), new Account.Deposit(CENTS_AT_START));
        }
    }

    private long balance(final String number)
    {
        return bank.handler().load(bank.account(number)).state().balanceCents();
    }

    @Test
    void shouldMoveMoneyFromOneToTheOther()
    {
        assertEquals(2, bank.transfer("ada", "bob", 30).count());

        assertEquals(70, balance("ada"));
        assertEquals(130, balance("bob"));
    }

    @Test
    void shouldMoveNothingWhenOneOfThemRefuses()
    {
        assertEquals("command refused: balance is too low: cents=101, balance=100",
            assertThrows(CommandRefusedException.class, () -> bank.transfer("ada", "bob", 101)).getMessage());
        assertEquals("command refused: cents must be above 0",
            assertThrows(CommandRefusedException.class, () -> bank.transfer("ada", "bob", 0)).getMessage());
        assertEquals("command refused: accounts are the same: account=ada",
            assertThrows(CommandRefusedException.class, () -> bank.transfer("ada", "ada", 1)).getMessage());

        assertEquals(NUMBERS.length, store.positions().journaled());
    }

    @Test
    void shouldKeepTheSumAndStayAboveZeroUnderManyTransfers()
    {
        Seeds.run(seeds ->
        {
            final long seed = seeds.nextLong();
            final LongAdder done = new LongAdder();
            final LongAdder refused = new LongAdder();
            AccountContract.inThreads(thread ->
            {
                final SplittableRandom random = new SplittableRandom(seed + thread);
                for (int i = 0; i < TRANSFERS; i++)
                {
                    try
                    {
                        bank.transfer(number(random), number(random), 1 + random.nextLong(CENTS_AT_START));
                        done.increment();
                    }
                    catch (final CommandRefusedException e)
                    {
                        refused.increment();
                    }
                }
            });

            assertEquals(AccountContract.WRITERS * TRANSFERS, done.sum() + refused.sum());
            assertTrue(done.sum() > 0 && refused.sum() > 0, "done=" + done + ", refused=" + refused);
            assertEquals(done.sum(), countWholeTransfers());
        });
    }

    private static String number(final SplittableRandom random)
    {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /** Every prefix of the whole log: no account below zero, and what goes comes with the next event, to another account. */
    private long countWholeTransfers()
    {
        final Map<String, Long> balances = new HashMap<>();
        long transfers = 0;
        try (EventCursor cursor = store.query(Query.all()))
        {
            while (cursor.next())
            {
                final long cents = move(balances, cursor);
                if (cents < 0)
                {
                    final String payer = cursor.key();
                    assertTrue(cursor.next(), "the last transfer is half");
                    assertEquals(-cents, move(balances, cursor), "position " + cursor.position());
                    assertTrue(!payer.equals(cursor.key()), "position " + cursor.position());
                    transfers++;
                }
                assertEquals(Math.min(cursor.position() + 1, NUMBERS.length) * CENTS_AT_START,
                    balances.values().stream().mapToLong(Long::longValue).sum(), "position " + cursor.position());
            }
        }
        return transfers;
    }

    private static long move(final Map<String, Long> balances, final EventCursor cursor)
    {
        final long cents = Account.CODEC.decode(cursor).cents();
        final long balance = balances.merge(cursor.key(), cents, Long::sum);
        assertTrue(balance >= 0, cursor.key() + " has " + balance + " at position " + cursor.position());
        return cents;
    }
}
