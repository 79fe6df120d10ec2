/** The port through which rows come in, whatever they come from. */
package io.tidegate.agent.source;
