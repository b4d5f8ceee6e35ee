/**
 * A disk that loses its power, fails and fills up by plan: a {@link java.nio.file.FileSystem} around the machine's own.
 *
 * <p>The store does all of its reading, writing, syncing, renaming and mapping through the file system of its directory's path, so
 * a path of this one is all that it takes to stand between the two. The store has no switch for it, and pays nothing.
 */
package io.varve.tools.torture.disk;
