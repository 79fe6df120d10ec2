/** Tries everything for real, and says what is wrong and what to do. Changes nothing. */
package io.tidegate.agent.doctor;
