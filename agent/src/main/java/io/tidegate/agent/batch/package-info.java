/** Rows become the bytes that travel: encoded once, compressed once. */
package io.tidegate.agent.batch;
