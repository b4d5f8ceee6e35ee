/** The suites, a class each: what goes wrong in a run, and what must hold afterwards. */
package io.varve.tools.torture.suite;
