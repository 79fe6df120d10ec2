package io.tidegate.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.tidegate.agent.status.Words;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The connector's status, written out for a terminal. Used by one thread. */
final class StatusText {
    private final PrintWriter out;

    StatusText(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param status as {@code /status} gives it
     */
    void show(JsonNode status) {
        line(
                "%s, version %s, since %s",
                text(status, "agent"), text(status, "version"), time(status, "since"));
        status.path("findings").forEach(this::finding);
        JsonNode uplink = status.path("uplink");
        line(
                "ingest   %s",
                words(
                        text(uplink, "state"),
                        text(uplink, "protocol"),
                        text(uplink, "url"),
                        text(uplink, "reason")));
        if (uplink.hasNonNull("nextTry")) {
            line("         %s", Words.nextTry(OffsetDateTime.parse(text(uplink, "nextTry"))));
        }
        JsonNode spool = status.path("spool");
        line(
                "waiting  %s, %s",
                Words.count(spool.path("batches").asLong(), "batch"),
                words(
                        "%.1f MiB".formatted(spool.path("bytes").asDouble() / (1 << 20)),
                        text(spool, "full")));
        if (!text(spool, "left").isEmpty()) {
            line("         %s", text(spool, "left"));
        }
        status.path("streams").forEach(this::stream);
        if (!status.path("events").isEmpty()) {
            line("");
        }
        status.path("events").forEach(this::event);
    }

    private void finding(JsonNode finding) {
        String level = text(finding, "level");
        line(
                "%-8s %s",
                level.equals("ok") ? "note" : level.toUpperCase(Locale.ROOT),
                text(finding, "text"));
    }

    private void event(JsonNode event) {
        line(
                "%s",
                words(
                        time(event, "at"),
                        text(event, "id"),
                        text(event, "keys"),
                        text(event, "text")));
    }

    private void stream(JsonNode stream) {
        line("");
        String what =
                text(stream, "data").isEmpty()
                        ? ""
                        : "  %s, %s".formatted(text(stream, "data"), text(stream, "kind"));
        String reason = text(stream, "reason");
        line(
                "%s%s: %s%s",
                text(stream, "name"),
                what,
                text(stream, "state"),
                reason.isEmpty() ? "" : ": " + reason);
        if (what.isEmpty()) {
            return; // It never ran, so there is nothing to tell of it.
        }
        line("  in the cloud  %s", text(stream, "inCloud"));
        line(
                "  rows          %,d sent, repeats included, %,d waiting, %,d listed as rejected",
                stream.path("rowsSent").asLong(),
                stream.path("rowsWaiting").asLong(),
                stream.path("rejects").asLong());
        stream.path("rejectReasons").forEach(this::rejected);
        if (stream.path("openSpans").hasNonNull("text")) {
            line("  states        %s", text(stream.path("openSpans"), "text"));
        }
        history(stream.path("backfill"));
        if (stream.hasNonNull("verifying")) {
            line("  verify        %s", text(stream, "verifying"));
        }
        String unit = text(stream, "kind").equals("csv") ? "file" : "window";
        matters("held", stream.path("held"), unit);
        matters("refused", stream.path("refused"), unit);
        matters("set aside", stream.path("aside"), unit);
        matters("gone", stream.path("goneDays"), unit);
        matters("old settings", stream.path("outdated"), unit);
    }

    private void rejected(JsonNode reason) {
        line(
                "    %s: %s: %s, the newest %s",
                text(reason, "column"),
                text(reason, "reason"),
                Words.count(reason.path("rows").asLong(), "row"),
                time(reason, "newest"));
    }

    private void history(JsonNode backfill) {
        if (backfill.isMissingNode()) {
            return;
        }
        line(
                "  history       %,d of %s%s",
                backfill.path("done").asLong(),
                Words.count(backfill.path("total").asLong(), "window"),
                backfill.hasNonNull("eta") ? ", done about " + time(backfill, "eta") : "");
    }

    private void matters(String kind, JsonNode matters, String unit) {
        long count = matters.path("count").asLong();
        if (count == 0) {
            return;
        }
        line("  %-12s  %s:", kind, Words.count(count, unit));
        for (JsonNode matter : matters.path("first")) {
            long windows = matter.path("count").asLong();
            String of =
                    unit.equals("file")
                            ? text(matter, "what")
                            : "%s of %s"
                                    .formatted(Words.count(windows, unit), text(matter, "what"));
            line("    %s: %s", of, text(matter, "reason"));
            matter.path("commands").forEach(command -> line("      %s", command.asText()));
            if (!text(matter, "hint").isEmpty()) {
                line("      %s", text(matter, "hint"));
            }
        }
        long more = matters.path("more").asLong();
        if (more > 0) {
            line("    and %s", Words.count(more, "more " + unit));
        }
    }

    private void line(String format, Object... values) {
        out.println(format.formatted(values).stripTrailing());
    }

    private static String words(String... words) {
        return Arrays.stream(words).filter(w -> !w.isBlank()).collect(Collectors.joining(" "));
    }

    private static String time(JsonNode node, String name) {
        return node.hasNonNull(name) ? Words.time(Instant.parse(text(node, name))) : "";
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }
}
