/** Rows from CSV files: decoding, delimiters, records. */
package io.tidegate.agent.source.csv;
