/** Whether a client knows the secret, without either side sending it. */
package io.varve.replication.security;
