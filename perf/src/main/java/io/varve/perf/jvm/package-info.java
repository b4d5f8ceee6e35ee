/**
 * Other JVMs and the files that they share: the flags that they need, a child process whose lines are read, a directory that is
 * gone when its owner is. Knows nothing of what is measured.
 */
package io.varve.perf.jvm;
