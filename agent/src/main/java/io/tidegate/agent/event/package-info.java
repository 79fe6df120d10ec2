/** What the agent says: events with stable ids, each explained in ERRORS.md. */
package io.tidegate.agent.event;
