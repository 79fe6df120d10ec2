package io.tidegate.agent.control;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.tidegate.agent.file.FileDecisions;
import io.tidegate.agent.source.csv.RejectList;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.window.Decisions;
import io.tidegate.config.SourceConfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Carries out {@code rejects list / show / export / retry}: said line by line, so that a million
 * rows need no memory. Thread-safe.
 */
final class RejectCommands {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHORTEST_HASH = 4;
    private static final int NAMED = 10;

    private final Store store;
    private final Map<String, SourceConfig> sources;
    private final RejectedUnits units;
    private final RejectedRows rows;

    /**
     * @param dataDir where lists of rejected rows are kept
     */
    RejectCommands(Store store, Map<String, SourceConfig> sources, Path dataDir) {
        this.store = store;
        this.sources = sources;
        this.units = new RejectedUnits(store);
        this.rows = new RejectedRows(store, dataDir);
    }

    /** What is only told, not changed. */
    Reply answer(Request.Rejects asked, Talk talk) throws IOException {
        boolean all = asked.source().isEmpty() && asked.what() == Request.Rejects.What.LIST;
        if (all) {
            return list(sources.values(), asked.json(), talk);
        }
        String name = asked.source().orElse("");
        SourceConfig source = sources.get(name);
        if (source == null) {
            return Reply.unknown(name, sources.keySet());
        }
        return switch (asked.what()) {
            case LIST -> list(List.of(source), asked.json(), talk);
            case SHOW -> show(source, asked, talk);
            case EXPORT -> export(source, asked, talk);
            case RETRY -> retry(source, asked);
        };
    }

    private Reply list(Collection<SourceConfig> sources, boolean json, Talk talk)
            throws IOException {
        int all = 0;
        for (SourceConfig source : sources) {
            List<Rejected> found = units.of(source, Optional.empty());
            if (!json && !found.isEmpty()) {
                talk.line(source.name() + ":");
            }
            for (Rejected one : found) {
                if (json) {
                    talk.line(json(source, one).toString());
                } else {
                    text(one, talk);
                }
            }
            all += found.size();
        }
        if (json) {
            return Reply.done("");
        }
        return Reply.done(
                all == 0
                        ? "No rows are rejected."
                        : "Rows: tidegate rejects show SOURCE. Mended the source or its settings?"
                                + " tidegate rejects retry SOURCE.");
    }

    private void text(Rejected one, Talk talk) throws IOException {
        talk.line(
                "  %s%s  %s, %s%s"
                        .formatted(
                                one.name(),
                                hash(one),
                                Words.count(one.rows(), "rejected row"),
                                one.state(),
                                one.at().map(at -> ", " + Words.time(at)).orElse("")));
        if (one instanceof Rejected.OfFile file && !file.file().reason().isEmpty()) {
            talk.line("      " + file.file().reason());
        }
        for (Map.Entry<String, Long> reason : rows.reasons(one).entrySet()) {
            talk.line("      %,d x %s".formatted(reason.getValue(), reason.getKey()));
        }
        Optional<Path> list = rows.list(one);
        if (list.isPresent()) {
            talk.line("      list: " + list.get());
        }
    }

    private static String hash(Rejected one) {
        return one instanceof Rejected.OfFile file ? " (" + file.hash() + ")" : "";
    }

    private ObjectNode json(SourceConfig source, Rejected one) throws IOException {
        ObjectNode node = JSON.createObjectNode().put("source", source.name());
        switch (one) {
            case Rejected.OfFile file ->
                    node.put("file", file.name())
                            .put("sha256", file.file().sha256())
                            .put("state", file.file().state().name())
                            .put("why", file.file().reason());
            case Rejected.OfWindow window ->
                    node.put("window", window.name())
                            .put("to", window.window().to().toString())
                            .put("state", window.window().state().name())
                            .put("why", window.window().reason());
        }
        node.put("rejected", one.rows());
        one.listed().ifPresent(l -> node.put("first", l.first().toString()));
        one.at().ifPresent(at -> node.put("last", at.toString()));
        ObjectNode reasons = node.putObject("reasons");
        rows.reasons(one).forEach(reasons::put);
        rows.list(one).ifPresent(list -> node.put("list", list.toString()));
        return node;
    }

    /** The rows of a file or of all, for a person or as a line of JSON each. */
    private Reply show(SourceConfig source, Request.Rejects asked, Talk talk) throws IOException {
        List<Rejected> chosen = units.of(source, asked.days());
        Optional<Reply> unclear = unclear(source, asked, chosen);
        if (unclear.isPresent()) {
            return unclear.get();
        }
        long[] said = {0};
        long all = 0;
        for (Rejected one : named(chosen, asked.file())) {
            all += one.rows();
            rows.read(
                    one,
                    row -> {
                        if (said[0] < asked.rows()) {
                            talk.line(asked.json() ? json(row) : text(row));
                            said[0]++;
                        }
                        return said[0] < asked.rows();
                    });
        }
        return Reply.done(
                asked.json()
                        ? ""
                        : "%s of %,d shown%s."
                                .formatted(
                                        Words.count(said[0], "rejected row"),
                                        Math.max(all, said[0]),
                                        all > said[0]
                                                ? "; more with --rows, all with export"
                                                : ""));
    }

    /** All rows as CSV, or as a line of JSON each. */
    private Reply export(SourceConfig source, Request.Rejects asked, Talk talk) throws IOException {
        List<Rejected> chosen = units.of(source, asked.days());
        Optional<Reply> unclear = unclear(source, asked, chosen);
        if (unclear.isPresent()) {
            return unclear.get();
        }
        if (!asked.json()) {
            talk.line(String.join(",", RejectList.COLUMNS));
        }
        long[] said = {0};
        for (Rejected one : named(chosen, asked.file())) {
            rows.read(
                    one,
                    row -> {
                        talk.line(asked.json() ? json(row) : RejectList.line(row));
                        said[0]++;
                        return true;
                    });
        }
        return Reply.done(Words.count(said[0], "rejected row") + " of " + source.name() + ".");
    }

    private static String json(List<String> row) {
        ObjectNode node = JSON.createObjectNode();
        for (int i = 0; i < RejectList.COLUMNS.size(); i++) {
            node.put(RejectList.COLUMNS.get(i), row.get(i));
        }
        return node.toString();
    }

    private static String text(List<String> row) {
        String line = row.get(1).isEmpty() ? "" : " line " + row.get(1);
        String offset = row.get(2).isEmpty() ? "" : " (byte " + row.get(2) + ")";
        String value = row.get(5).isEmpty() ? "" : ": " + row.get(5);
        String kind = row.get(4).isEmpty() ? "" : " [" + row.get(4) + value + "]";
        String what = (row.get(3) + " " + row.get(6)).strip();
        return row.get(0) + line + offset + ": " + what + kind;
    }

    /** What a name of a file does not tell clearly; empty if there is nothing to ask. */
    private static Optional<Reply> unclear(
            SourceConfig source, Request.Rejects asked, List<Rejected> found) {
        List<Rejected> named = named(found, asked.file());
        if (asked.file().isPresent() && named.isEmpty()) {
            return Optional.of(
                    Reply.refused(
                            "No file or window of %s with rejected rows is called %s; see: tidegate rejects list %s"
                                    .formatted(source.name(), asked.file().get(), source.name())));
        }
        if (asked.file().isPresent() && named.size() > 1) {
            return Optional.of(
                    Reply.usage(
                            "%s is more than one; say one of: %s"
                                    .formatted(
                                            asked.file().get(),
                                            named.stream()
                                                    .limit(NAMED)
                                                    .map(RejectCommands::exactly)
                                                    .collect(Collectors.joining(", ")))));
        }
        return Optional.empty();
    }

    private static String exactly(Rejected one) {
        return switch (one) {
            case Rejected.OfFile file ->
                    "%s (%s, %s)"
                            .formatted(
                                    file.hash(), file.name(), Words.time(file.file().modified()));
            case Rejected.OfWindow window -> window.name();
        };
    }

    /** By name, or by the beginning of its hash or time. */
    private static List<Rejected> named(List<Rejected> all, Optional<String> name) {
        return name.map(n -> all.stream().filter(one -> isCalled(one, n)).toList()).orElse(all);
    }

    private static boolean isCalled(Rejected one, String name) {
        boolean longEnough = name.length() >= SHORTEST_HASH;
        return switch (one) {
            case Rejected.OfFile file ->
                    file.name().equals(name)
                            || (longEnough && file.file().sha256().startsWith(name));
            case Rejected.OfWindow window -> longEnough && window.name().startsWith(name);
        };
    }

    Reply retry(SourceConfig source, Request.Rejects asked) {
        List<Rejected> found = units.of(source, asked.days());
        Optional<Reply> unclear = unclear(source, asked, found);
        if (unclear.isPresent()) {
            return unclear.get();
        }
        List<Rejected> chosen =
                named(found, asked.file()).stream().filter(Rejected::canBeRetried).toList();
        if (chosen.isEmpty()) {
            return Reply.refused(
                    "Nothing of %s was refused or taken with rejected rows%s. What is held waits for"
                                    .formatted(
                                            source.name(),
                                            asked.days().map(d -> " (" + d + ")").orElse(""))
                            + " 'tidegate accept' or 'tidegate keep'.");
        }
        List<String> again = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Rejected one : chosen) {
            (isReadAgain(source, one) ? again : missing).add(one.name());
        }
        String text = (again(source, again) + missing(source, missing)).strip();
        return again.isEmpty() ? Reply.refused(text) : Reply.done(text);
    }

    private boolean isReadAgain(SourceConfig source, Rejected one) {
        return switch (one) {
            case Rejected.OfFile file ->
                    FileDecisions.isThere(source, file.file())
                            && store.write(tx -> FileDecisions.retry(tx, file.file()));
            case Rejected.OfWindow window ->
                    store.write(tx -> Decisions.retry(tx, source, window.window().from()));
        };
    }

    private static String again(SourceConfig source, List<String> names) {
        return names.isEmpty()
                ? ""
                : "%s of %s %s read again: %s."
                        .formatted(
                                Words.count(names.size(), unit(source)),
                                source.name(),
                                Words.verb(names.size(), "is", "are"),
                                first(names));
    }

    private static String missing(SourceConfig source, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        return switch (source.origin()) {
            case SourceConfig.Csv _ ->
                    " Neither in the folder nor in its archive any more: %s; drop %s again."
                            .formatted(first(names), Words.verb(names.size(), "it", "them"));
            case SourceConfig.Sql _ ->
                    " Older than the source keeps its rows: %s.".formatted(first(names));
        };
    }

    private static String unit(SourceConfig source) {
        return switch (source.origin()) {
            case SourceConfig.Csv _ -> "file";
            case SourceConfig.Sql _ -> "window";
        };
    }

    private static String first(List<String> names) {
        int more = names.size() - NAMED;
        return names.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and %,d more".formatted(more) : "");
    }
}
