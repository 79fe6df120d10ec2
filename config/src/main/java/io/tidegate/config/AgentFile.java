package io.tidegate.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code tidegate.properties}: everything in it is checked, and all that is wrong is told.
 */
public final class AgentFile {
    /** All settings, in the order of the reference. */
    static final Catalogue CATALOGUE = new Catalogue(all());

    private static final Pattern SECTION = Pattern.compile("(source|database)\\.([^.]+)(\\..*)?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final Settings settings;
    private final SortedSet<String> databaseNames;
    private final SortedSet<String> sourceNames;
    private final Map<String, AgentConfig.Database> databases = new TreeMap<>();
    private final SortedMap<String, SourceConfig> sources = new TreeMap<>();

    private AgentFile(Settings settings) {
        this.settings = settings;
        this.databaseNames = settings.names("database");
        this.sourceNames = settings.names("source");
    }

    private static List<Setting<?>> all() {
        return Stream.of(
                        AgentSettings.ALL,
                        SourceSettings.FIRST,
                        SourceSettings.ALL,
                        SqlSettings.ALL,
                        ShapingSettings.ALL,
                        CsvSettings.ALL)
                .<Setting<?>>flatMap(List::stream)
                .toList();
    }

    /**
     * Reads the file.
     *
     * @throws ConfigurationException if it cannot be read at all
     */
    public static Loaded read(Path path, Environment environment) throws ConfigurationException {
        return new AgentFile(Settings.read(path, CATALOGUE, environment)).load();
    }

    private Loaded load() {
        databaseNames.forEach(this::readDatabase);
        sourceNames.forEach(this::readSource);
        AgentConfig config = agent();
        if (sourceNames.isEmpty()) {
            settings.missing(SourceSettings.DATA, "acd1");
        }
        List<Problem> problems = settings.problems();
        return sorted(config, problems);
    }

    private AgentConfig agent() {
        return new AgentConfig(
                settings.path(),
                settings.get(AgentSettings.NAME),
                settings.get(AgentSettings.DATA_DIR),
                new IngestReader(settings).read(),
                new AgentConfig.Http(
                        settings.get(AgentSettings.HTTP_BIND),
                        settings.get(AgentSettings.HTTP_PORT)),
                new AgentConfig.Spool(
                        settings.get(AgentSettings.SPOOL_MAX),
                        settings.get(AgentSettings.SPOOL_MIN_FREE)),
                new AgentConfig.Log(
                        settings.get(AgentSettings.LOG_KEEP),
                        settings.get(AgentSettings.LOG_MAX),
                        settings.get(AgentSettings.LOG_FORMAT).equals("json"),
                        settings.get(AgentSettings.LOG_LEVEL)),
                settings.get(AgentSettings.REJECTS_KEEP),
                settings.get(AgentSettings.CONTROL_ALLOW),
                databases,
                sources);
    }

    private void readDatabase(String name) {
        mustBeName("database." + name, name);
        databases.put(
                name,
                new AgentConfig.Database(
                        name,
                        settings.get(AgentSettings.DATABASE_URL, name),
                        settings.find(AgentSettings.DATABASE_USERNAME, name),
                        settings.find(AgentSettings.DATABASE_PASSWORD, name),
                        settings.find(AgentSettings.DATABASE_CA, name)));
    }

    private void readSource(String name) {
        mustBeName("source." + name, name);
        var reader = new SourceReader(settings, name, databaseNames, sourceNames);
        reader.read().ifPresent(source -> sources.put(name, source));
    }

    private void mustBeName(String section, String name) {
        if (!NAME.matcher(name).matches()) {
            settings.refuse(section, "has a name that is not possible: " + AgentSettings.NAME_RULE);
        }
    }

    private Loaded sorted(AgentConfig config, List<Problem> problems) {
        List<Problem> global = new ArrayList<>();
        SortedMap<String, List<Problem>> ofDatabases = new TreeMap<>();
        SortedMap<String, List<Problem>> ofSources = new TreeMap<>();
        for (Problem problem : problems) {
            owner(problem.key(), global, ofDatabases, ofSources).add(problem);
        }
        sourceNames.forEach(name -> addThoseOfItsDatabase(name, ofDatabases, ofSources));
        ofSources.keySet().forEach(config.sources()::remove);
        return new Loaded(
                settings.path(),
                dataDir(),
                Optional.of(config).filter(_ -> global.isEmpty()),
                Optional.of(withoutIngest(config)).filter(_ -> concernIngestOnly(global)),
                List.copyOf(global),
                ofDatabases,
                ofSources,
                settings.unavailable());
    }

    private Optional<Path> dataDir() {
        boolean faulty =
                settings.isSet(AgentSettings.DATA_DIR) && !settings.isGood(AgentSettings.DATA_DIR);
        return settings.find(AgentSettings.DATA_DIR).filter(_ -> !faulty);
    }

    private static boolean concernIngestOnly(List<Problem> global) {
        return global.stream().allMatch(problem -> problem.key().startsWith("ingest."));
    }

    private static AgentConfig withoutIngest(AgentConfig c) {
        return new AgentConfig(
                c.file(),
                c.name(),
                c.dataDir(),
                Optional.empty(),
                c.http(),
                c.spool(),
                c.log(),
                c.rejectsKeep(),
                c.controlAllow(),
                c.databases(),
                c.sources());
    }

    private List<Problem> owner(
            String key,
            List<Problem> global,
            SortedMap<String, List<Problem>> ofDatabases,
            SortedMap<String, List<Problem>> ofSources) {
        Matcher section = SECTION.matcher(key);
        if (!section.matches()) {
            return global;
        }
        String name = section.group(2);
        if (section.group(1).equals("source")) {
            return sourceNames.contains(name)
                    ? ofSources.computeIfAbsent(name, _ -> new ArrayList<>())
                    : global;
        }
        return databaseNames.contains(name)
                ? ofDatabases.computeIfAbsent(name, _ -> new ArrayList<>())
                : global;
    }

    private void addThoseOfItsDatabase(
            String source,
            SortedMap<String, List<Problem>> ofDatabases,
            SortedMap<String, List<Problem>> ofSources) {
        List<Problem> problems =
                settings.find(SqlSettings.DATABASE, source)
                        .map(database -> ofDatabases.getOrDefault(database, List.of()))
                        .orElse(List.of());
        if (!problems.isEmpty()) {
            ofSources.computeIfAbsent(source, _ -> new ArrayList<>()).addAll(problems);
        }
    }
}
