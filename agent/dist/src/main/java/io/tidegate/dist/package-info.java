/** What is done once when the program is laid out, not shipped with it. */
package io.tidegate.dist;
