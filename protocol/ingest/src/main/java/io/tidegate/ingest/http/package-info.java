/**
 * HTTP/1.1 and HTTP/2 on netty: connections, limits and time-outs. Knows requests and answers, not
 * what they are about.
 */
package io.tidegate.ingest.http;
