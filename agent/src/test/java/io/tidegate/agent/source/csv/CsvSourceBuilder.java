package io.tidegate.agent.source.csv;

import io.tidegate.config.CsvValues;
import io.tidegate.config.CsvValues.LengthUnit;
import io.tidegate.config.CsvValues.RowFilter;
import io.tidegate.config.CsvValues.Unpivot;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.AcrossFiles;
import io.tidegate.config.SourceConfig.After;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.config.SourceTimes;
import io.tidegate.config.ValueTable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A CSV source's settings for tests: the defaults of the reference, and what a test changes. */
public final class CsvSourceBuilder {
    private final String data;
    private final Map<String, Mapping> map = new HashMap<>();
    private final Map<String, String> channels = new HashMap<>();
    private final Map<String, Privacy> privacy = new HashMap<>();
    private final List<String> skipContaining = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> nameParts = new HashMap<>();
    private Path directory = Path.of("drop");
    private String pattern = "*.csv";
    private ZoneId zone = ZoneId.of("Europe/Berlin");
    private Duration intervalLength = Duration.ofMinutes(15);
    private SameKey same = SameKey.ADD;
    private String recipe = "r1";
    private Optional<String> encoding = Optional.empty();
    private Optional<Character> delimiter = Optional.empty();
    private Optional<Character> quote = Optional.empty();
    private Optional<Character> decimal = Optional.empty();
    private Optional<Integer> header = Optional.empty();
    private int skipLines;
    private Optional<String> dateTimeFormat = Optional.empty();
    private Optional<String> dateFormat = Optional.empty();
    private Optional<String> timeFormat = Optional.empty();
    private CsvMode mode = CsvMode.UPSERT;
    private AcrossFiles acrossFiles = AcrossFiles.CHECK;
    private After after = After.KEEP;
    private final Map<String, ValueTable> tables = new HashMap<>();
    private SortedSet<String> nulls = CsvValues.PLAIN.nulls();
    private Optional<LengthUnit> duration = Optional.empty();
    private final SortedMap<String, LengthUnit> durations = new TreeMap<>();
    private Optional<String> halfDayFrom = Optional.empty();
    private final List<RowFilter> filters = new ArrayList<>();
    private Optional<Unpivot> unpivot = Optional.empty();
    private boolean growing;

    private CsvSourceBuilder(String data) {
        this.data = data;
    }

    public static CsvSourceBuilder intervals() {
        return new CsvSourceBuilder("intervals");
    }

    public static CsvSourceBuilder contacts() {
        return new CsvSourceBuilder("contacts");
    }

    public static CsvSourceBuilder agentStatus() {
        return new CsvSourceBuilder("agent-status");
    }

    public CsvSourceBuilder directory(Path folder) {
        directory = folder;
        return this;
    }

    public CsvSourceBuilder pattern(String glob) {
        pattern = glob;
        return this;
    }

    public CsvSourceBuilder zone(String id) {
        zone = ZoneId.of(id);
        return this;
    }

    public CsvSourceBuilder intervalLength(Duration length) {
        intervalLength = length;
        return this;
    }

    public CsvSourceBuilder same(SameKey key) {
        same = key;
        return this;
    }

    public CsvSourceBuilder recipe(String hash) {
        recipe = hash;
        return this;
    }

    public CsvSourceBuilder map(String column, String from) {
        map.put(column, new Mapping.From(from));
        return this;
    }

    public CsvSourceBuilder map(String column, Mapping mapping) {
        map.put(column, mapping);
        return this;
    }

    public CsvSourceBuilder joined(String column, String date, String time) {
        return map(column, new Mapping.Joined(date, time));
    }

    public CsvSourceBuilder constant(String column, String value) {
        return map(column, new Mapping.Constant(value));
    }

    public CsvSourceBuilder channel(String theirs, String ours) {
        channels.put(theirs, ours);
        return this;
    }

    public CsvSourceBuilder privacy(String column, Privacy rule) {
        privacy.put(column, rule);
        return this;
    }

    public CsvSourceBuilder encoding(String name) {
        encoding = Optional.of(name);
        return this;
    }

    public CsvSourceBuilder delimiter(char c) {
        delimiter = Optional.of(c);
        return this;
    }

    public CsvSourceBuilder quote(char c) {
        quote = Optional.of(c);
        return this;
    }

    public CsvSourceBuilder decimal(char c) {
        decimal = Optional.of(c);
        return this;
    }

    public CsvSourceBuilder header(int line) {
        header = Optional.of(line);
        return this;
    }

    public CsvSourceBuilder skipLines(int lines) {
        skipLines = lines;
        return this;
    }

    public CsvSourceBuilder skipContaining(String text) {
        skipContaining.add(text);
        return this;
    }

    public CsvSourceBuilder dateTimeFormat(String format) {
        dateTimeFormat = Optional.of(format);
        return this;
    }

    public CsvSourceBuilder dateFormat(String format) {
        dateFormat = Optional.of(format);
        return this;
    }

    public CsvSourceBuilder timeFormat(String format) {
        timeFormat = Optional.of(format);
        return this;
    }

    public CsvSourceBuilder mode(CsvMode how) {
        mode = how;
        return this;
    }

    public CsvSourceBuilder acrossFiles(AcrossFiles how) {
        acrossFiles = how;
        return this;
    }

    public CsvSourceBuilder growing() {
        growing = true;
        return this;
    }

    public CsvSourceBuilder after(After what) {
        after = what;
        return this;
    }

    public CsvSourceBuilder label(String column, String beginning) {
        labels.put(column, beginning);
        return this;
    }

    public CsvSourceBuilder namePart(String column, String where) {
        nameParts.put(column, where);
        return this;
    }

    public CsvSourceBuilder table(String column, ValueTable table) {
        tables.put(column, table);
        return this;
    }

    public CsvSourceBuilder nulls(String... texts) {
        nulls = new TreeSet<>(List.of(texts));
        return this;
    }

    public CsvSourceBuilder duration(LengthUnit unit) {
        duration = Optional.of(unit);
        return this;
    }

    public CsvSourceBuilder duration(String column, LengthUnit unit) {
        durations.put(column, unit);
        return this;
    }

    public CsvSourceBuilder halfDayFrom(String column) {
        halfDayFrom = Optional.of(column);
        return this;
    }

    public CsvSourceBuilder only(String column, String... texts) {
        filters.add(new RowFilter(column, true, Set.of(texts)));
        return this;
    }

    public CsvSourceBuilder not(String column, String... texts) {
        filters.add(new RowFilter(column, false, Set.of(texts)));
        return this;
    }

    public CsvSourceBuilder unpivot(Unpivot columns) {
        unpivot = Optional.of(columns);
        return this;
    }

    /** Whose header is in German: {@code Datum;Von;Queue;Angeboten;Angenommen;Zeit}. */
    public CsvSourceBuilder german() {
        return joined("timestamp", "Datum", "Von")
                .map("queueidentifier", "Queue")
                .map("queuename", "Queue")
                .map("offered", "Angeboten")
                .map("answered", "Angenommen")
                .map("handlingtime", "Zeit");
    }

    public SourceConfig build() {
        return new SourceConfig(
                "drops",
                data,
                zone,
                SourceTimes.PLAIN,
                intervalLength,
                same,
                false,
                0.5,
                0.01,
                Duration.ofDays(35),
                Map.copyOf(map),
                Map.copyOf(channels),
                Map.copyOf(privacy),
                recipe,
                csv(),
                Map.copyOf(tables));
    }

    private Csv csv() {
        return new Csv(
                directory,
                pattern,
                Duration.ofSeconds(2),
                encoding,
                delimiter,
                quote,
                decimal,
                header,
                skipLines,
                List.copyOf(skipContaining),
                dateTimeFormat,
                dateFormat,
                timeFormat,
                mode,
                acrossFiles,
                Duration.ofSeconds(10),
                after,
                Duration.ofDays(30),
                Map.copyOf(labels),
                Map.copyOf(nameParts),
                new CsvValues(
                        nulls, duration, durations, halfDayFrom, List.copyOf(filters), unpivot),
                growing);
    }
}
