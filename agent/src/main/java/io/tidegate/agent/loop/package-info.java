/**
 * Threads, clocks and waiting: the one place that makes threads, the one place that reads the
 * clock.
 */
package io.tidegate.agent.loop;
