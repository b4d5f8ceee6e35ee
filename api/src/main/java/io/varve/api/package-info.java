/**
 * What a user of Varve sees: {@link io.varve.api.EventStore}, the same interface over an embedded log and over a remote one.
 *
 * <p>Two ways lead through it. The convenient one takes {@code byte[]} and gives immutable events: {@link
 * io.varve.api.Instance#put}, {@link io.varve.api.Instance#get}. The fast one allocates nothing: {@link
 * io.varve.api.Publisher} and {@link io.varve.api.EventCursor}. An {@code EventStore} may be shared between threads; a
 * publisher, a cursor and a claim belong to one thread at a time.
 */
package io.varve.api;
