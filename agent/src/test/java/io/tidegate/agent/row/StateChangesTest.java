package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.Shaping;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Agents' states as the databases of customers have them. */
class StateChangesTest {
    private static final Instant TEN = Instant.parse("2026-11-18T10:00:00Z");

    private static Sources shaped(StatusShape shape, String... logOff) {
        return Sources.of(DataType.AGENT_STATUS)
                .shaping(new Shaping(Optional.empty(), shape, Set.of(logOff)));
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static RawShape shape(boolean ordered, String columns) {
        return new RawShape(Checked.names(columns), List.of(), ordered);
    }

    @Test
    void aStateEndsWhereTheAgentsNextBegins() throws Exception {
        var staged =
                Staged.rows(
                        shaped(StatusShape.CHANGES, "Logged out").sql(),
                        shape(false, "agentidentifier starttime activity endtime"),
                        row("a", TEN.plusSeconds(60), "Break", TEN),
                        row("b", TEN.plusSeconds(30), "Ready", TEN),
                        row("a", TEN, "Ready", TEN),
                        row("b", TEN.plusSeconds(90), " Logged out ", TEN));
        assertEquals(
                List.of(
                        "a 2026-11-18T10:00:00Z Ready 2026-11-18T10:01:00Z",
                        "b 2026-11-18T10:00:30Z Ready 2026-11-18T10:01:30Z",
                        "a 2026-11-18T10:01:00Z Break -"),
                staged.shown());
        assertEquals(
                List.of("agentidentifier", "starttime", "activity", "endtime"),
                staged.columns.stream().map(Column::name).toList());
        assertEquals(List.of("endtime"), staged.check.unused());
    }

    @Test
    void ofChangesAtOneInstantTheLastCountsAndWithoutAnOrderALogOffIsTheLast() throws Exception {
        Object[][] rows = {
            row("a", TEN, "Ready"),
            row("a", TEN.plusSeconds(9), "Logged out"),
            row("a", TEN.plusSeconds(9), "Wrap up"),
            row("b", TEN, "Ready"),
            row("b", TEN.plusSeconds(5), "Ready"),
            row("b", TEN.plusSeconds(5), "Ready")
        };
        String columns = "agentidentifier starttime activity";
        SourceConfig source = shaped(StatusShape.CHANGES, "Logged out").sql();
        var staged = Staged.rows(source, shape(false, columns), rows);
        List<String> b =
                List.of(
                        "b 2026-11-18T10:00:00Z Ready 2026-11-18T10:00:05Z",
                        "b 2026-11-18T10:00:05Z Ready -");
        assertEquals(
                List.of("a 2026-11-18T10:00:00Z Ready 2026-11-18T10:00:09Z", b.get(0), b.get(1)),
                staged.shown());
        assertEquals(2, staged.stage.leftOut());
        assertEquals(1, staged.stage.undecided());

        var ordered = Staged.rows(source, shape(true, columns), rows);
        assertEquals(
                List.of(
                        "a 2026-11-18T10:00:00Z Ready 2026-11-18T10:00:09Z",
                        b.get(0),
                        b.get(1),
                        "a 2026-11-18T10:00:09Z Wrap up -"),
                ordered.shown());
        assertEquals(0, ordered.stage.undecided());
    }

    @Test
    void rowsThatBeginWithTheNewestAreReadBackwards() throws Exception {
        var staged =
                Staged.rows(
                        shaped(StatusShape.CHANGES).sql(),
                        shape(true, "agentidentifier starttime activity"),
                        row("a", TEN.plusSeconds(9), "Break"),
                        row("a", TEN.plusSeconds(9), "Wrap up"),
                        row("a", TEN, "Ready"));
        assertEquals(
                List.of(
                        "a 2026-11-18T10:00:00Z Ready 2026-11-18T10:00:09Z",
                        "a 2026-11-18T10:00:09Z Break -"),
                staged.shown());
    }

    @Test
    void aStateThatWouldLastLongerThanMaxOpenGoesOn() throws Exception {
        var staged =
                Staged.rows(
                        shaped(StatusShape.CHANGES).sql(),
                        shape(false, "agentidentifier starttime activity"),
                        row("a", TEN.minusSeconds(35 * 86_400), "Ready"),
                        row("b", TEN.minusSeconds(35 * 86_400 - 1), "Ready"),
                        row("a", TEN, "Break"),
                        row("b", TEN, "Break"));
        assertEquals(
                List.of(
                        "a 2026-10-14T10:00:00Z Ready -",
                        "b 2026-10-14T10:00:01Z Ready 2026-11-18T10:00:00Z",
                        "a 2026-11-18T10:00:00Z Break -",
                        "b 2026-11-18T10:00:00Z Break -"),
                staged.shown());
    }

    @Test
    void aDurationMakesTheEndAndNoneMeansThatItGoesOn() throws Exception {
        var staged =
                Staged.rows(
                        shaped(StatusShape.START_DURATION, "7").sql(),
                        shape(false, "agentidentifier starttime activity Duration"),
                        row("a", TEN, "Ready", 90L),
                        row("a", TEN.plusSeconds(90), "Break", new BigDecimal("1.2345")),
                        row("a", TEN.plusSeconds(100), "Ready", null),
                        row("a", TEN.plusSeconds(100), 7L, 100L),
                        row("a", TEN.plusSeconds(100), "Ready", -1L),
                        row("a", TEN.plusSeconds(100), "Ready", "soon"));
        assertEquals(
                List.of(
                        "a 2026-11-18T10:00:00Z Ready 2026-11-18T10:01:30Z",
                        "a 2026-11-18T10:01:30Z Break 2026-11-18T10:01:31.235Z",
                        "a 2026-11-18T10:01:40Z Ready -"),
                staged.shown());
        assertEquals(
                List.of(
                        "line 5: duration is below zero",
                        "line 6: duration is not a number of seconds, nor a length of time like h:mm:ss"),
                staged.reasons());
        assertEquals(1, staged.ignored);
        assertEquals(
                List.of("agentidentifier", "starttime", "activity", "endtime"),
                staged.columns.stream().map(Column::name).toList());
    }

    @Test
    void aDurationIsRealTimeThroughAClockChange() throws Exception {
        SourceConfig source =
                shaped(StatusShape.START_DURATION).map("duration", new Mapping.From("s")).sql();
        var staged =
                Staged.rows(
                        source,
                        shape(false, "agentidentifier starttime activity s"),
                        row("a", LocalDateTime.parse("2026-10-25T01:30"), "Ready", 7_200L),
                        row("b", LocalDateTime.parse("2026-10-25T02:30"), "Ready", 3_600L));
        assertEquals(
                List.of(
                        "a 2026-10-24T23:30:00Z Ready 2026-10-25T01:30:00Z",
                        "b 2026-10-25T00:30:00Z Ready 2026-10-25T01:30:00Z"),
                staged.shown());
    }

    @Test
    void aMissingDurationIsSaidWithTheRemedy() {
        var e =
                org.junit.jupiter.api.Assertions.assertThrows(
                        ShapeException.class,
                        () ->
                                Staged.rows(
                                        shaped(StatusShape.START_DURATION).sql(),
                                        shape(
                                                false,
                                                "agentidentifier starttime activity endtime")));
        assertEquals(
                "source acd1: no column duration: name them so at the source, or paste"
                        + " source.acd1.map.duration = <its name there>. Columns found:"
                        + " agentidentifier, starttime, activity, endtime",
                e.getMessage());
    }

    @Test
    void aLogOffIsKnownByItsHashWhereActivitiesAreHashed() throws Exception {
        var staged =
                Staged.rows(
                        shaped(StatusShape.CHANGES, "Logged out")
                                .privacy("activity", Privacy.HMAC)
                                .sql(),
                        shape(false, "agentidentifier starttime activity"),
                        row("a", TEN, "Ready"),
                        row("a", TEN.plusSeconds(1), "Logged out "));
        assertEquals(List.of("a 2026-11-18T10:00:00Z #Ready 2026-11-18T10:00:01Z"), staged.shown());
    }

    @Test
    void aLogOffIsNoSpanWhereRowsAreSpans() throws Exception {
        var staged =
                Staged.rows(
                        shaped(StatusShape.START_END, "Logged out").sql(),
                        shape(false, "agentidentifier starttime activity endtime"),
                        row("a", TEN, "Ready", null),
                        row("a", TEN.plusSeconds(1), "Logged out", null));
        assertEquals(List.of("a 2026-11-18T10:00:00Z Ready -"), staged.shown());
    }
}
