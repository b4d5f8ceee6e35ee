/** What stores tell whoever they refuse: the same words over an embedded log and over a remote one. */
package io.varve.api.refusal;
