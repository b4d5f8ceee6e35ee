/** A batch's metadata: names and values beside its events. */
package io.varve.codec.metadata;
