/**
 * Commands decided on events, over any {@link io.varve.api.EventStore}: {@link io.varve.api.decide.Decider} is the idea, {@link
 * io.varve.api.decide.CommandHandler} carries it out.
 *
 * <p>What a thing does are two pure functions, {@code (command, state) → events} and {@code (state, event) → state}. The handler
 * folds the stream into a state where the events lie, decides, and writes what was decided if the stream is still at the version
 * that was folded; if somebody else was faster it reads on, decides again and tries again, a bounded number of times. {@link
 * io.varve.api.decide.Validation}s look at the command alone, before the log is touched; they run wherever commands come in.
 *
 * <p>Everything here is immutable and thread-safe as long as the functions given to it are. Nothing is cached: the log is the
 * state. It sees only the public interface, so it works over every kind of store.
 */
package io.varve.api.decide;
