/**
 * Raw values become canonical rows: checks, channels, clock changes, privacy. One place decides
 * what a wall-clock time means.
 */
package io.tidegate.agent.row;
