/** Finds out how a sample file is written and what is in it, and proposes settings for it. */
package io.tidegate.agent.sniff;
