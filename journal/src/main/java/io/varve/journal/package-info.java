/**
 * The embedded event store: the facade above this module's sub-packages, which know nothing of it.
 *
 * <p>{@link io.varve.journal.EmbeddedEventStore} writes and reads a log of this process, {@link io.varve.journal.DataDirectory}
 * looks at one that another process may be writing. Below them: {@code write} takes generations, {@code chronicle} and {@code
 * memory} keep them, {@code segment} and {@code read} find them again, {@code recovery} puts right what a crash has left, {@code
 * directory} holds the other files.
 */
package io.varve.journal;
