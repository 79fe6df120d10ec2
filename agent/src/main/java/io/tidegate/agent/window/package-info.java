/**
 * The cut of time into windows, what is read when, what has changed, and what is held for a person.
 */
package io.tidegate.agent.window;
