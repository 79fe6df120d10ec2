package io.tidegate.agent.source.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine that a JDBC URL names.
 *
 * @param host without brackets
 * @param port empty if it is to be asked for, as of a named instance
 * @param instance of a SQL Server; empty if none is named
 */
record DatabaseAddress(String host, Optional<Integer> port, String instance) {
    private static final Pattern PLACE =
            Pattern.compile("(\\[[^\\]]*\\]|[^:\\\\\\[\\]()=]*)(\\\\[^:]*)?(?::(\\d{1,5}))?");
    private static final Pattern INSTANCE =
            Pattern.compile("(?i);\\s*instanceName\\s*=\\s*([^;]*)");
    private static final Pattern PORT = Pattern.compile("(?i);\\s*portNumber\\s*=\\s*(\\d{1,5})");
    private static final String LOCAL = "localhost";

    /** Those that can be told, in order; none for a form of URL that is not known here. */
    static List<DatabaseAddress> of(JdbcUrl url) {
        int begin = url.text().indexOf("//");
        if (begin < 0 && url.dialect() instanceof DroppedIn) {
            return List.of();
        }
        if (begin < 0) {
            return List.of(new DatabaseAddress(LOCAL, usualPort(url.dialect()), ""));
        }
        String places = url.text().substring(begin + 2).split("[/?;&]", 2)[0];
        var found = new ArrayList<DatabaseAddress>();
        for (String place : places.split(",")) {
            Matcher matcher = PLACE.matcher(place);
            if (!matcher.matches()) {
                return List.of();
            }
            found.add(address(url, matcher));
        }
        return found;
    }

    private static DatabaseAddress address(JdbcUrl url, Matcher place) {
        String host = place.group(1).replaceAll("[\\[\\]]", "");
        Optional<Integer> port = Optional.ofNullable(place.group(3)).map(Integer::valueOf);
        String instance =
                place.group(2) == null ? instanceSetting(url) : place.group(2).substring(1);
        Optional<Integer> usual = instance.isEmpty() ? usualPort(url.dialect()) : Optional.empty();
        return new DatabaseAddress(
                host.isEmpty() ? LOCAL : host,
                port.or(() -> portSetting(url)).or(() -> usual),
                instance);
    }

    private static String instanceSetting(JdbcUrl url) {
        Matcher matcher = INSTANCE.matcher(url.text());
        return url.dialect() instanceof SqlServer && matcher.find() ? matcher.group(1).strip() : "";
    }

    private static Optional<Integer> portSetting(JdbcUrl url) {
        Matcher matcher = PORT.matcher(url.text());
        return url.dialect() instanceof SqlServer && matcher.find()
                ? Optional.of(Integer.valueOf(matcher.group(1)))
                : Optional.empty();
    }

    private static Optional<Integer> usualPort(Dialect dialect) {
        return switch (dialect) {
            case Postgres _ -> Optional.of(5432);
            case MariaDb _ -> Optional.of(3306);
            case SqlServer _ -> Optional.of(1433);
            case DroppedIn _ -> Optional.empty();
        };
    }
}
