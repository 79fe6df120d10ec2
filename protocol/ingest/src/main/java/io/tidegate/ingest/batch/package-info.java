/** A batch as it arrives: its bytes, its rows one by one, and what they add up to. */
package io.tidegate.ingest.batch;
