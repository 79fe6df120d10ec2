package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Mapping.Term;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.ValueTable;
import io.tidegate.protocol.Channel;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the columns of one shape become those of a data type: by name, without regard to case, or as
 * {@code map} says. All that does not fit is said at once.
 */
final class ColumnPlan {
    private static final String AVERAGE = "aht";
    private static final Column END = DataType.AGENT_STATUS.column("endtime").orElseThrow();

    /** What an agent's state has instead of its end. */
    private static final Column LASTS = new Column("duration", Kind.SECONDS, true, END.ordinal());

    private final SourceConfig source;
    private final DataType data;
    private final RawShape shape;
    private final Pseudonyms pseudonyms;
    private final RowClocks clocks;
    private final RowOffset offset;
    private final List<Feed> feeds = new ArrayList<>();
    private final Set<Integer> used = new TreeSet<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    ColumnPlan(
            SourceConfig source,
            DataType data,
            RawShape shape,
            Pseudonyms pseudonyms,
            RowClocks clocks)
            throws ShapeException {
        this.source = source;
        this.data = data;
        this.shape = shape;
        this.pseudonyms = pseudonyms;
        this.clocks = clocks;
        this.offset = offset();
        needed().forEach(this::plan);
        complain();
        feeds.sort(java.util.Comparator.comparingInt(ColumnPlan::turn));
    }

    /** In the order in which they must be asked: the time first, so that a reject can name it. */
    List<Feed> feeds() {
        return List.copyOf(feeds);
    }

    List<Column> columns() {
        var fed = feeds.stream().map(Feed::column).toList();
        return data.columns().stream()
                .filter(c -> fed.contains(c) || c == END && fed.contains(LASTS))
                .toList();
    }

    /** The columns to look for: where a state's end is, if anywhere, {@code status.shape} says. */
    private List<Column> needed() {
        List<Column> needed = new ArrayList<>(data.columns());
        switch (source.shaping().status()) {
            case START_END -> {}
            case START_DURATION -> needed.set(needed.indexOf(END), LASTS);
            case CHANGES -> needed.remove(END);
        }
        return needed;
    }

    List<String> unused() {
        var unused = new ArrayList<String>();
        for (int i = 0; i < shape.names().size(); i++) {
            if (!used.contains(i)) {
                unused.add(shape.names().get(i));
            }
        }
        return unused;
    }

    private static int turn(Feed feed) {
        return switch (feed) {
            case Feed.Time _ -> 0;
            case Feed.TimesAnswered _ -> 2;
            case Feed.Text _,
                    Feed.Count _,
                    Feed.Seconds _,
                    Feed.Lasts _,
                    Feed.Flag _,
                    Feed.ChannelWord _,
                    Feed.EndTime _ ->
                    1;
        };
    }

    private void plan(Column column) {
        Mapping mapping = source.map().get(column.name());
        if (mapping == null) {
            planByName(column);
        } else {
            planByMapping(column, mapping);
        }
    }

    private void planByName(Column column) {
        int index = find(column.name());
        if (index >= 0) {
            add(column, new Ingredient.Plain(index));
        } else if (column.name().equals("handlingtime") && find(AVERAGE) >= 0) {
            addTimesAnswered(column, find(AVERAGE));
        } else if (column.name().equals("channel")) {
            add(column, new Ingredient.Fixed(null));
        } else if (column.required()) {
            missing.add(column.name());
        }
    }

    private void planByMapping(Column column, Mapping mapping) {
        switch (mapping) {
            case Mapping.From(String name) -> add(column, new Ingredient.Plain(find(column, name)));
            case Mapping.Constant(String value) -> add(column, new Ingredient.Fixed(value));
            case Mapping.Joined(String first, String second) ->
                    add(column, new Ingredient.Joined(find(column, first), find(column, second)));
            case Mapping.Computed(String left, char sign, String right) ->
                    add(
                            column,
                            computed(
                                    column,
                                    new Term.Operation(
                                            new Term.Name(left), sign, new Term.Name(right))));
            case Mapping.Formula(Term term) -> add(column, computed(column, term));
            case Mapping.TimesAnswered(String name) -> addTimesAnswered(column, find(column, name));
        }
    }

    private Ingredient computed(Column column, Term term) {
        return new Ingredient.Computed(sum(column, term));
    }

    private Sum sum(Column column, Term term) {
        return switch (term) {
            case Term.Name(String name) ->
                    new Sum.Operand(find(column, name), column.kind() == Kind.SECONDS);
            case Term.Operation(Term left, char sign, Term right) ->
                    new Sum.Operation(
                            sum(column, left),
                            sign,
                            sum(column, right),
                            column.kind() == Kind.COUNT);
        };
    }

    private Ingredient translated(Column column, Ingredient from) {
        ValueTable table = source.tables().get(column.name());
        return table == null ? from : new Ingredient.Translated(from, table);
    }

    private void add(Column column, Ingredient from) {
        Privacy privacy = source.privacy().getOrDefault(column.name(), Privacy.PLAIN);
        if (privacy == Privacy.HMAC && !column.kind().isText()) {
            problems.add(
                    "%s is no text, so no pseudonym can stand for it: set source.%s.privacy.%s = drop or plain"
                            .formatted(column.name(), source.name(), column.name()));
        } else if (privacy != Privacy.DROP) {
            feeds.add(feed(column, translated(column, from), privacy));
        } else if (column.required()) {
            problems.add(
                    "%s is required and cannot be left out: set source.%s.privacy.%s = hmac or plain"
                            .formatted(column.name(), source.name(), column.name()));
        }
    }

    private Feed feed(Column column, Ingredient from, Privacy privacy) {
        return switch (column.kind()) {
            case TEXT -> new Feed.Text(column, from, privacy == Privacy.HMAC ? pseudonyms : null);
            case COUNT -> new Feed.Count(column, from);
            case SECONDS ->
                    column == LASTS ? new Feed.Lasts(column, from) : new Feed.Seconds(column, from);
            case FLAG -> new Feed.Flag(column, from);
            case CHANNEL -> new Feed.ChannelWord(column, from, words());
            case INSTANT ->
                    column == data.timeColumn()
                            ? new Feed.Time(
                                    column,
                                    from,
                                    new TimeReader(clocks.own()),
                                    offset,
                                    clocks.length())
                            : new Feed.EndTime(column, from, new TimeReader(clocks.end()), offset);
        };
    }

    private RowOffset offset() {
        return source.times()
                .offset()
                .map(column -> new RowOffset(offsetIndex(column.name()), column.unit()))
                .orElse(RowOffset.NONE);
    }

    private int offsetIndex(String name) {
        int index = find(name);
        if (index < 0) {
            problems.add(
                    "source.%s.sql.offset-column names the column %s, which is not there"
                            .formatted(source.name(), name));
        }
        return index;
    }

    private void addTimesAnswered(Column column, int average) {
        feeds.add(new Feed.TimesAnswered(column, average, data.column("answered").orElseThrow()));
    }

    private Map<String, Channel> words() {
        Map<String, Channel> words = new HashMap<>();
        for (Channel channel : Channel.values()) {
            words.put(channel.wireName(), channel);
        }
        source.channels().forEach((word, ours) -> words.put(word, Channel.of(ours).orElse(null)));
        return words;
    }

    /** The index of a column that a mapping names; when it is not there, that is a problem. */
    private int find(Column column, String name) {
        int exact = shape.names().indexOf(name);
        int index = exact >= 0 ? exact : find(name);
        if (index < 0) {
            problems.add(
                    "source.%s.map.%s names the column %s, which is not there"
                            .formatted(source.name(), column.name(), name));
        }
        used.add(index);
        return index;
    }

    /** The index of the one column of that name, whatever its case; -1 if none. */
    private int find(String name) {
        int found = -1;
        for (int i = 0; i < shape.names().size(); i++) {
            if (shape.names().get(i).strip().equalsIgnoreCase(name)) {
                if (found >= 0) {
                    problems.add(
                            "two columns are called %s: leave one out or name it otherwise"
                                    .formatted(name));
                }
                found = i;
            }
        }
        used.add(found);
        return found;
    }

    private void complain() throws ShapeException {
        if (!missing.isEmpty()) {
            problems.addFirst(
                    "no column %s: name them so at the source, or paste source.%s.map.%s = <its name there>"
                            .formatted(
                                    String.join(", ", missing), source.name(), missing.getFirst()));
        }
        if (!problems.isEmpty()) {
            throw new ShapeException(
                    "source %s: %s. Columns found: %s"
                            .formatted(
                                    source.name(),
                                    String.join("; ", new java.util.LinkedHashSet<>(problems)),
                                    String.join(", ", shape.names())));
        }
    }
}
