/** What a person or the cloud may tell the agent to do, over a local socket. */
package io.tidegate.agent.control;
