/** The agent's own folders and files: for the owner's eyes only. */
package io.tidegate.agent.disk;
