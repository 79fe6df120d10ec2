package io.tidegate.agent.file;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Pseudonyms;
import io.tidegate.agent.source.csv.CsvFiles;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Unit;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.AcrossFiles;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Mode;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What everything about one CSV stream shares.
 *
 * @param fullFor why there is no room in the spool for that lane; empty if there is
 * @param dataDir for lists of rejected rows and rows that wait
 */
record FileStream(
        SourceConfig source,
        Store store,
        BatchEncoder encoder,
        Pseudonyms pseudonyms,
        Function<Lane, Optional<String>> fullFor,
        Clock clock,
        Path dataDir) {
    String name() {
        return source.name();
    }

    DataType data() {
        return DataType.of(source.data()).orElseThrow();
    }

    Csv csv() {
        return (Csv) source.origin();
    }

    CsvFiles files() {
        return new CsvFiles(source, data());
    }

    /** What a file does to what is stored. Adding files up means that nothing takes a place. */
    Mode mode() {
        return mode(source);
    }

    static Mode mode(SourceConfig source) {
        Csv csv = (Csv) source.origin();
        if (csv.mode() == CsvMode.UPSERT && csv.acrossFiles() == AcrossFiles.ADD) {
            return Mode.APPEND;
        }
        return switch (csv.mode()) {
            case UPSERT -> Mode.UPSERT;
            case APPEND -> Mode.APPEND;
            case REPLACE -> Mode.REPLACE;
        };
    }

    /** Whether a file that lowers stored intervals is held. */
    boolean comparesFiles() {
        return data() == DataType.INTERVALS
                && mode() != Mode.APPEND
                && csv().acrossFiles() == AcrossFiles.CHECK;
    }

    /** Whether a file that takes away much of what is stored is held. */
    boolean weighsFiles() {
        return mode() == Mode.REPLACE && !comparesFiles();
    }

    Unit.File unit(String sha256) {
        return new Unit.File(name(), sha256);
    }

    /** Where lists of rejected rows are kept. */
    Path rejects() {
        return dataDir.resolve("rejects").resolve(name());
    }

    /** Where rows wait for each other. */
    Path spill() {
        return dataDir.resolve("spill").resolve(name());
    }
}
