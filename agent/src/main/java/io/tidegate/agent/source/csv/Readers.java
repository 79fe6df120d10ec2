package io.tidegate.agent.source.csv;

import io.tidegate.config.CsvValues;
import io.tidegate.config.CsvValues.LengthUnit;
import io.tidegate.config.SourceConfig.Csv;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The readers of values of one file, all of them sharing what its values have told. */
final class Readers {
    private final CsvValues values;
    private final LongSupplier line;
    private final Moments moments;
    private final ValueReader numbers;
    private final NullTexts nulls;
    private final Map<String, PlainLengths> lengths = new TreeMap<>();
    private final Map<String, ValueReader> seconds = new HashMap<>();

    /**
     * @param line the line that is being read
     */
    Readers(Csv csv, Evidence evidence, LongSupplier line) {
        this.values = csv.values();
        this.line = line;
        this.moments = new Moments(csv, evidence);
        this.numbers = new NumberReader(evidence);
        this.nulls = new NullTexts(csv.values().nulls());
    }

    NullTexts nulls() {
        return nulls;
    }

    ValueReader numbers() {
        return numbers;
    }

    /** Numbers of a column in percent. */
    ValueReader points() {
        return new PointsReader(numbers);
    }

    /**
     * Lengths of time.
     *
     * @param column ours, for which something may be set
     */
    ValueReader seconds(String column) {
        return seconds.computeIfAbsent(column, this::newSeconds);
    }

    private ValueReader newSeconds(String column) {
        Optional<LengthUnit> unit = values.unit(column);
        var plain = new PlainLengths(column, unit.isPresent(), line);
        lengths.put(column, plain);
        return new SecondsReader(numbers, unit.orElse(LengthUnit.SECONDS), plain);
    }

    ValueReader times() {
        return new TimeReader(moments.whole());
    }

    JoinedTimes joined() {
        return new JoinedTimes(moments, nulls);
    }

    /**
     * To be asked when a file has been read to its end.
     *
     * @throws UnfitFileException if lengths of time may have been read in a wrong unit
     */
    void judge(Paste paste) throws UnfitFileException {
        for (PlainLengths plain : lengths.values()) {
            Optional<String> question = plain.question(paste);
            if (question.isPresent()) {
                throw UnfitFileException.held(question.get());
            }
        }
    }
}
