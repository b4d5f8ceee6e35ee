/**
 * Tries to break a store and says what came of it: suites of runs, each with a fault that a seed decides, counted.
 *
 * <p>A suite breaks the store from outside: by its disk, its files, its process, its clock, its neighbours. So do the sabotages,
 * which make a store worse than it is to show that the suites would notice.
 */
package io.varve.tools.torture;
