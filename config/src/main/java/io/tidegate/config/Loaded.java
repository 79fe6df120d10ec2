package io.tidegate.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What came of reading {@code tidegate.properties}. All lists are in the order of lines.
 *
 * @param file absolute
 * @param dataDir {@code agent.data-dir}, whatever else is wrong: enough to ask the agent that runs
 *     there; empty if that setting itself is at fault
 * @param config empty if there is a global problem; else it holds the sources without a problem
 * @param toRead the same without the ingest, also if {@code ingest.*} is at fault: enough to read
 *     sources
 * @param global problems that concern the whole
 * @param databases problems by the name of the database they concern
 * @param sources problems by the name of the source they concern, those of its database included; a
 *     source that is listed here is not in {@code config}
 * @param unavailable secrets that cannot be read now: no reason not to run, they may come
 */
public record Loaded(
        Path file,
        Optional<Path> dataDir,
        Optional<AgentConfig> config,
        Optional<AgentConfig> toRead,
        List<Problem> global,
        SortedMap<String, List<Problem>> databases,
        SortedMap<String, List<Problem>> sources,
        List<Problem> unavailable) {

    /** Everything that {@code check} complains of. */
    public List<Problem> all() {
        return Stream.of(
                        List.of(global), databases.values(), sources.values(), List.of(unavailable))
                .flatMap(Collection::stream)
                .flatMap(List::stream)
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    /** What {@code run} needs beyond what {@code check} asks for: empty, or the missing address. */
    public Optional<Problem> missingToRun() {
        boolean missing = config.isPresent() && config.get().ingest().isEmpty();
        return Optional.of(
                        new Problem(
                                AgentSettings.INGEST_URL.pattern(),
                                0,
                                "is missing: without it nothing can be sent",
                                Optional.of("ingest.url = " + AgentSettings.INGEST_URL.example())))
                .filter(_ -> missing);
    }
}
