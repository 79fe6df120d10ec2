package io.tidegate.config;

import java.util.List;

/**
 * A key with its value, as they stand in a file.
 *
 * @param value unescaped
 * @param line where the key stands, from 1
 * @param raw the lines it fills, as written
 */
record Entry(String key, String value, int line, List<String> raw) {}
