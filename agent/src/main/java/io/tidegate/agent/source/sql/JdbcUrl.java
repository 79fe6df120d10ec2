package io.tidegate.agent.source.sql;

import io.tidegate.config.AgentConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A JDBC URL that may only say where the database is and how to trust it. Drivers take parameters
 * that load classes, read files or switch the safeguards off; those that are not on a list are
 * refused.
 *
 * @param text the URL, without credentials
 * @param dialect what it speaks
 * @param verified whether it asks for a verified certificate
 */
record JdbcUrl(String text, Dialect dialect, boolean verified) {
    /**
     * @throws BadQueryException if no driver knows it or a parameter is not allowed
     */
    static JdbcUrl of(AgentConfig.Database configured, Drivers drivers) throws BadQueryException {
        String database = configured.name();
        String url = configured.url();
        Dialect dialect = dialect(database, url, drivers);
        Optional<String> refusal = dialect.unfit(url, configured.caFile());
        if (refusal.isPresent()) {
            throw new BadQueryException("database.%s.url %s".formatted(database, refusal.get()));
        }
        List<String> parameters = parameters(url, dialect);
        for (String parameter : parameters) {
            String name = parameter.split("=", 2)[0].strip();
            if (!dialect.urlParameters().contains(name)) {
                throw new BadQueryException(
                        "database.%s.url holds the parameter %s, which is not allowed: allowed are %s; what else is needed has a setting of its own"
                                .formatted(database, name, allowed(dialect)));
            }
        }
        return new JdbcUrl(
                dialect.url(url),
                dialect,
                parameters.stream().anyMatch(p -> p.contains("=verify")));
    }

    private static Dialect dialect(String database, String url, Drivers drivers)
            throws BadQueryException {
        if (url.startsWith("jdbc:postgresql:")) {
            return new Postgres();
        }
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            return new MariaDb(url);
        }
        if (url.startsWith("jdbc:sqlserver:")) {
            return new SqlServer();
        }
        Product product = Products.of(url);
        Optional<String> refusal = DroppedIn.refusal(product, url);
        if (refusal.isPresent()) {
            throw new BadQueryException("database.%s.url %s".formatted(database, refusal.get()));
        }
        return new DroppedIn(product, drivers.of(database, url, product));
    }

    private static String allowed(Dialect dialect) {
        return dialect.urlParameters().isEmpty()
                ? "none"
                : String.join(", ", new TreeSet<>(dialect.urlParameters()));
    }

    private static List<String> parameters(String url, Dialect dialect) {
        int first = dialect.parametersBegin(url);
        var parameters = new ArrayList<String>();
        if (first >= 0) {
            String separator = String.valueOf(dialect.urlSeparator(false));
            for (String parameter :
                    url.substring(first + 1).split(java.util.regex.Pattern.quote(separator))) {
                if (!parameter.isBlank()) {
                    parameters.add(parameter);
                }
            }
        }
        return parameters;
    }
}
