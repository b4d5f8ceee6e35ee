/** Checksums over off-heap memory, and the chain that lets two journals prove equality in one compare. */
package io.varve.codec.checksum;
