package io.tidegate.config;

import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.Sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A short hash over the settings that shape rows. It changes when the same data would make other
 * rows, and not when only the times of reading change.
 */
record Recipe(String hash) {
    /** Counted up when the agent itself makes other rows of the same settings. */
    private static final int VERSION = 1;

    private static final int BYTES = 8;

    static Recipe of(SourceConfig s) {
        var shapes =
                new ArrayList<Object>(
                        Arrays.asList(
                                VERSION,
                                s.data(),
                                s.zone(),
                                s.intervalLength(),
                                s.same(),
                                s.secondPass(),
                                new TreeMap<>(s.map()),
                                new TreeMap<>(s.channels()),
                                new TreeMap<>(s.privacy()),
                                switch (s.origin()) {
                                    case Sql sql -> format(sql, s.statusMaxOpen());
                                    case Csv csv -> format(csv);
                                }));
        if (!s.times().equals(SourceTimes.PLAIN)) {
            shapes.add(s.times());
        }
        return new Recipe(hash(shapes.toString()));
    }

    /** Rows that leave as they are have the recipe that they had before there was a choice. */
    private static List<Object> format(Sql sql, Duration maxOpen) {
        List<Object> format = new ArrayList<>(List.of(sql.query(), sql.bind()));
        if (!sql.shaping().equals(SourceConfig.Shaping.NONE)) {
            format.add(sql.shaping().aggregate());
            format.add(sql.shaping().status());
            format.add(new TreeSet<>(sql.shaping().logOff()));
        }
        if (sql.shaping().status() == SourceConfig.StatusShape.CHANGES) {
            format.add(maxOpen);
        }
        return format;
    }

    private static List<Object> format(Csv csv) {
        List<Object> format =
                new ArrayList<>(
                        List.of(
                                csv.encoding(),
                                csv.delimiter(),
                                csv.quote(),
                                csv.decimal(),
                                csv.header(),
                                csv.skipLines(),
                                csv.skipContaining(),
                                csv.dateTimeFormat(),
                                csv.dateFormat(),
                                csv.timeFormat()));
        if (!csv.labels().isEmpty() || !csv.nameParts().isEmpty()) {
            format.add(new TreeMap<>(csv.labels()));
            format.add(new TreeMap<>(csv.nameParts()));
        }
        return format;
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The source with this recipe. */
    SourceConfig into(SourceConfig s) {
        return new SourceConfig(
                s.name(),
                s.data(),
                s.zone(),
                s.times(),
                s.intervalLength(),
                s.same(),
                s.secondPass(),
                s.maxShrink(),
                s.rejectLimit(),
                s.statusMaxOpen(),
                s.map(),
                s.channels(),
                s.privacy(),
                hash,
                s.origin());
    }
}
