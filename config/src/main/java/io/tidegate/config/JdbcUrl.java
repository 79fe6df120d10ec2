package io.tidegate.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a database, without credentials: those have their own settings. Whether there is a
 * driver for it, and what else it may say, the agent knows.
 */
final class JdbcUrl {
    private static final Pattern SYNTAX = Pattern.compile("jdbc:[a-zA-Z0-9-]+:\\S.*");
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/@?;]*@");
    private static final Pattern ORACLE_USER_INFO = Pattern.compile("(?<=:)[^:/@?;]+/[^@]*@");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "(?i)(?<=[?;&:])(user|username|uid|login|[\\w.]*(?:password|passwd|pwd|secret|token"
                            + "|passphrase))\\s*=[^;&]*[;&]?");

    private JdbcUrl() {}

    static String parse(String text) throws RefusedException {
        if (!SYNTAX.matcher(text).matches()) {
            throw new RefusedException(
                    "is no JDBC address such as jdbc:postgresql://host:5432/database");
        }
        String clean = withoutCredentials(text);
        if (!clean.equals(text)) {
            throw new RefusedException(
                    "must not hold credentials: put them into .username and .password of the same"
                            + " database",
                    Optional.of(clean));
        }
        return text;
    }

    private static String withoutCredentials(String text) {
        String clean = USER_INFO.matcher(text).replaceAll("");
        clean = ORACLE_USER_INFO.matcher(clean).replaceAll("@");
        clean = PARAMETER.matcher(clean).replaceAll("");
        return clean.equals(text) ? text : clean.replaceFirst("[?;&:]+$", "");
    }
}
