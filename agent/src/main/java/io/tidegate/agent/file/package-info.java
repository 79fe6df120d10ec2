/** The life of a dropped file: found, proven complete, taken, committed, put away. */
package io.tidegate.agent.file;
