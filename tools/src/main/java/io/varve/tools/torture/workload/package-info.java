/** What suites write, who was told what about it, and whether a log holds it. */
package io.varve.tools.torture.workload;
