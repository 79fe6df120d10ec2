/** Wires the parts of the agent into one process. */
package io.tidegate.agent;
