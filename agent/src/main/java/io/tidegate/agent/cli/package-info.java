/** The command line. */
package io.tidegate.agent.cli;
