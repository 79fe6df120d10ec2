/**
 * Where the log goes: console and rolling file, text or JSON, and the last warnings for the status
 * page.
 */
package io.tidegate.agent.log;
