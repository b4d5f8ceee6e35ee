/**
 * SHA-256 of segment files: what a backup is held against, and what finds damage that no checksum of a generation covers.
 * Depends on index and segment.
 */
package io.varve.journal.digest;
