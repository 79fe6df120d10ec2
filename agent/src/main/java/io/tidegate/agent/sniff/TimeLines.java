package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.agent.source.csv.ColumnTally;
import io.tidegate.agent.source.csv.ColumnTally.Look;
import io.tidegate.protocol.DataType;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The lines that say when: which columns make the time, what a number in them counts, the zone. An
 * end is never taken for a start. Used by one thread.
 */
final class TimeLines {
    private static final int EPOCH_DIGITS = 10;
    private static final int EPOCH_MS_DIGITS = 13;
    private static final int DAY_DIGITS = 8;

    private static final int AFTERNOON = 13 * 60;

    private final Fields fields;
    private final DataType type;
    private final Draft draft;
    private final List<Finding> findings;

    TimeLines(Fields fields, DataType type, Draft draft, List<Finding> findings) {
        this.fields = fields;
        this.type = type;
        this.draft = draft;
        this.findings = findings;
    }

    /** The columns that tell when a row began, as they were mapped; empty if none do. */
    List<Field> start() {
        String column = type.timeColumn().name();
        Optional<Moment> start = moment(Role.START);
        if (start.isPresent()) {
            write(column, start.get(), "");
            told(start.get());
            return start.get().fields();
        }
        if (type != DataType.AGENT_STATUS && endOnly(column)) {
            return moment(Role.END).orElseThrow().fields();
        }
        draft.choose(
                column + " must be chosen: no column looks like the time at which a row begins",
                List.of(new Option("map." + column, "NAME OF THE COLUMN", "")));
        return List.of();
    }

    void end() {
        Optional<Moment> end = moment(Role.END);
        if (end.isPresent()) {
            Moment with = end.get();
            Optional<Field> day = fields.of(Role.START, Field::isDate).stream().findFirst();
            if (with.clock().isPresent() && with.date().isEmpty() && day.isPresent()) {
                with = new Moment(day, with.clock());
            }
            write("endtime", with, "");
            return;
        }
        fields.first(Role.DURATION, Role.HANDLING)
                .ifPresent(
                        length ->
                                draft.remark(
                                        "There is no column with the end of a state. \""
                                                + length.name()
                                                + "\" looks like its length; files cannot be read"
                                                + " so: have the end exported too, or load the"
                                                + " file into a database (status.shape ="
                                                + " start-duration)."));
    }

    private boolean endOnly(String column) {
        Optional<Moment> end = moment(Role.END);
        if (end.isEmpty()) {
            return false;
        }
        write(column, end.get(), "the only time is named as an end");
        if (type == DataType.INTERVALS) {
            draft.set("timestamp-is", "end", "");
            findings.add(
                    Finding.likely(
                            "times",
                            "the only time, "
                                    + end.get().words()
                                    + ", is named as the end of an interval: timestamp-is = end"));
        }
        return true;
    }

    /** Date and time of day, be they one column or two. */
    private record Moment(Optional<Field> date, Optional<Field> clock) {
        String text() {
            return java.util.stream.Stream.concat(date.stream(), clock.stream())
                    .map(Field::reference)
                    .collect(java.util.stream.Collectors.joining(" + "));
        }

        String words() {
            return java.util.stream.Stream.concat(date.stream(), clock.stream())
                    .map(f -> '"' + f.name() + '"')
                    .collect(java.util.stream.Collectors.joining(" and "));
        }

        List<Field> fields() {
            return java.util.stream.Stream.concat(date.stream(), clock.stream()).toList();
        }
    }

    private Optional<Moment> moment(Role role) {
        Optional<Field> whole = like(role, f -> f.isDateTime() || numbered(f).isPresent());
        if (whole.isPresent()) {
            return whole.map(f -> new Moment(whole, Optional.empty()));
        }
        Optional<Field> date = like(role, Field::isDate);
        Optional<Field> clock = like(role, f -> f.isClock());
        return date.isEmpty() && clock.isEmpty()
                ? Optional.empty()
                : Optional.of(new Moment(date, clock));
    }

    private Optional<Field> like(Role role, Predicate<Field> like) {
        return fields.of(role, like).stream().findFirst();
    }

    private void write(String column, Moment moment, String why) {
        if (moment.date().isEmpty()) {
            draft.choose(
                    "map."
                            + column
                            + " must be chosen: "
                            + moment.words()
                            + " holds times of day, and no column holds the date",
                    List.of(
                            new Option(
                                    "map." + column,
                                    "NAME OF DATE COLUMN + " + moment.text(),
                                    "")));
            return;
        }
        draft.set("map." + column, moment.text(), why);
        Field date = moment.date().get();
        numbered(date)
                .ifPresent(
                        format -> {
                            boolean day = format.equals("yyyyMMdd");
                            draft.set(day ? "csv.date-format" : "csv.date-time-format", format);
                            findings.add(
                                    Finding.likely(
                                            "times",
                                            "\"%s\" holds whole numbers of %d digits: %s"
                                                    .formatted(
                                                            date.name(),
                                                            date.tally().digits(),
                                                            words(format))));
                        });
    }

    private static String words(String format) {
        return switch (format) {
            case "epoch" -> "seconds since 1970";
            case "epoch-ms" -> "milliseconds since 1970";
            default -> "dates without signs between";
        };
    }

    /** How a time is written that is one whole number; empty if it is not. */
    private static Optional<String> numbered(Field field) {
        return switch (field.tally().digits()) {
            case EPOCH_DIGITS -> Optional.of("epoch");
            case EPOCH_MS_DIGITS -> Optional.of("epoch-ms");
            case DAY_DIGITS -> Optional.of("yyyyMMdd");
            default -> Optional.empty();
        };
    }

    private void told(Moment start) {
        Field first = start.fields().getFirst();
        if (start.date().isPresent() && start.clock().isEmpty() && first.isDate()) {
            draft.remark(
                    "WARNING: "
                            + start.words()
                            + " holds days without a time of day. Each row would be taken for the"
                            + " interval that begins at midnight. Export by interval instead.");
            findings.add(
                    Finding.certain("times", start.words() + " holds days, without a time of day"));
        } else if (start.date().isPresent()) {
            findings.add(
                    Finding.certain("times", "a row begins at " + start.words() + half(start)));
        }
        moment(Role.END).filter(end -> lacksHalf(start, end)).ifPresent(end -> warn(start, end));
    }

    /** Whether the end says AM or PM and the start does not. */
    private static boolean lacksHalf(Moment start, Moment end) {
        return end.fields().getLast().tally().halfDays() > 0
                && start.fields().getLast().tally().halfDays() == 0;
    }

    private void warn(Moment start, Moment end) {
        if (start.date().isPresent() && start.clock().isPresent() && end.clock().isPresent()) {
            halfDay(start, end.clock().get());
            return;
        }
        String text =
                start.words()
                        + " says neither AM nor PM, and "
                        + end.words()
                        + " does: 8:00 may be the morning or the evening";
        findings.add(Finding.open("times", text));
        draft.remark(
                "WARNING: "
                        + text
                        + ". Compare an afternoon's rows below with the report itself,"
                        + " and have the export write 24 hours or AM and PM.");
    }

    private void halfDay(Moment start, Field end) {
        if (start.clock().orElseThrow().tally().minutes().nextSetBit(AFTERNOON) >= 0) {
            return; // Its hours say themselves which half of the day is meant.
        }
        draft.set(
                "csv.half-day-from",
                end.name(),
                "a start without AM or PM is the last such time before this end");
        findings.add(
                Finding.likely(
                        "times",
                        "\"%s\" says neither AM nor PM, and \"%s\" does: a start is taken for the last such time before its end"
                                .formatted(start.clock().get().name(), end.name())));
    }

    private static String half(Moment start) {
        ColumnTally tally = start.fields().getLast().tally();
        long times = tally.count(Look.DATE_TIME) + tally.count(Look.CLOCK);
        if (tally.halfDays() == times && times > 0) {
            return ", with AM and PM";
        }
        return tally.halfDays() > 0
                ? "; only %,d of %,d times say AM or PM".formatted(tally.halfDays(), times)
                : "";
    }

    /** Where the clocks stand that made the times. */
    void zone(Optional<String> told, List<Field> start) {
        if (told.isPresent()) {
            draft.set("time-zone", told.get());
            return;
        }
        boolean offsets =
                start.size() == 1
                        && start.getFirst().tally().values() > 0
                        && start.getFirst().tally().offsets() == start.getFirst().tally().values();
        boolean utc =
                start.stream().anyMatch(f -> KnownColumns.plain(f.name()).matches(".*\\butc\\b.*"));
        String question =
                offsets
                        ? "time-zone must be chosen: the times carry their offset, so that it only says"
                                + " where days begin"
                        : utc
                                ? "time-zone must be chosen: the column's name says UTC; is it true?"
                                : "time-zone must be chosen: no file tells where the clock stood that"
                                        + " wrote its times";
        draft.choose(
                question,
                List.of(
                        utc && !offsets
                                ? new Option("time-zone", "UTC", "")
                                : new Option("time-zone", "Europe/Berlin", "if that is the place")),
                "time-zone",
                "UTC");
    }
}
