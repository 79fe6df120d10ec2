package io.tidegate.agent.source.sql;

/**
 * What of a database's SQL must be known to tell its words from its literals and comments.
 *
 * @param dollarQuotes {@code $$...$$} and {@code $tag$...$tag$} are literals, {@code E'...'} knows
 *     backslashes
 * @param backslashes every literal knows backslashes, and {@code #} begins a comment
 * @param brackets {@code [...]} quotes a name
 * @param doubledMarks a question mark of the query's own is written twice for the driver
 */
record Syntax(boolean dollarQuotes, boolean backslashes, boolean brackets, boolean doubledMarks) {}
