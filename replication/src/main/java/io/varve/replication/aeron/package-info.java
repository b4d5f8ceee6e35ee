/**
 * Aeron, and nothing of it beyond this package: clients as connections that messages come from and go to, through deaths of the
 * media driver.
 */
package io.varve.replication.aeron;
