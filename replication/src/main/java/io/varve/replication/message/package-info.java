/**
 * Messages as bytes: whether one lies within its bounds, before a codec walks over it, and the answers that a node gives, as they
 * are sent.
 */
package io.varve.replication.message;
