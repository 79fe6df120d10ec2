/**
 * The main job, to be watched: a living ACD, dropped files, the ingest and the connector as
 * shipped.
 */
package io.tidegate.demo;
