/**
 * Reads a properties file into checked, immutable values. Knows the JDK only: no database, no
 * network, no other module.
 */
package io.tidegate.config;
