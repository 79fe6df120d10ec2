/**
 * The wire protocol, version 1: what a row is, how a batch is written and read, and what an answer
 * means. Knows no socket, no database and no file.
 */
package io.tidegate.protocol;
