package io.varve.journal.example;

import io.varve.api.Ack;
import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.api.decide.CommandHandler;
import io.varve.api.decide.CommandRefusedException;
import io.varve.api.decide.ConflictRetry;

import java.util.List;

/** Accounts, and transfers between them: two decisions that are written together or not at all. */
public final class Bank
{
    private final EventStore store;
    private final Aggregate accounts;
    private final CommandHandler<Account.Command, Account, Account.Moved> handler;
    private final Durability durability;

    public Bank(final EventStore store, final Durability durability)
    {
        this.store = store;
        this.durability = durability;
        accounts = store.domain("bank").aggregate("account");
        handler = Account.handler(store).withDurability(durability);
    }

    /** An account by its number. */
    public Instance account(final String number)
    {
        return accounts.instance(number);
    }

    public CommandHandler<Account.Command, Account, Account.Moved> handler()
    {
        return handler;
    }

    /**
     * Moves cents from one account to another one.
     *
     * <p>Both accounts decide on what they are now, and what they decide is written if both still are; else again.
     *
     * @throws CommandRefusedException when there is not enough, or both are the same: nothing moved.
     */
    public Ack transfer(final String from, final String to, final long cents)
    {
        if (from.equals(to))
        {
            throw new CommandRefusedException(List.of("accounts are the same: account=" + from));
        }
        final Instance payer = account(from);
        final Instance payee = account(to);
        return ConflictRetry.upTo(ConflictRetry.ATTEMPTS_DEFAULT).run(store, "transfer from=" + from + ", to=" + to, attempt ->
            store.transaction()
                .append(payer, handler.decide(new Account.Withdraw(cents), handler.load(payer)))
                .append(payee, handler.decide(new Account.Deposit(cents), handler.load(payee)))
                .publish(durability));
    }
}
