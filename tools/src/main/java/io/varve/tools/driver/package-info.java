/**
 * Media drivers that commands run in their own process: the appliance's, and a small private one for a client over UDP.
 *
 * <p>The one place of this module that knows Aeron's driver. A driver lives as long as the object that stands for it; its
 * directory goes with it, and what a killed process left behind is taken away by the next one.
 */
package io.varve.tools.driver;
