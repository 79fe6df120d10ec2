/** What the agent says of itself: health, status, metrics and the page, over local HTTP. */
package io.tidegate.agent.status;
