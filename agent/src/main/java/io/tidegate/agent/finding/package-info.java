/** What an examination finds, in the words that a person reads. */
package io.tidegate.agent.finding;
