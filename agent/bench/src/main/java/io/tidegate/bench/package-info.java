/**
 * Whole-process benchmarks: the programs as shipped, cold, side by side with what they must beat.
 */
package io.tidegate.bench;
