/** Writers and readers in processes of their own, so that they can be killed, stopped, or put into a small container. */
package io.varve.tools.torture.process;
