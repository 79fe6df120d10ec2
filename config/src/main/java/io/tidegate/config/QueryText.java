package io.tidegate.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a query without understanding it: one statement that reads. The rights of the login are
 * the real guard; this spares a person a detour.
 */
final class QueryText {
    /** Literals, quoted names and comments: what looks like SQL in them is none. */
    private static final Pattern NO_SQL =
            Pattern.compile(
                    "'[^']*'|\"[^\"]*\"|`[^`]*`|\\$(\\w*)\\$.*?\\$\\1\\$"
                            + "|--[^\\n]*|/\\*.*?\\*/",
                    Pattern.DOTALL);

    private static final Pattern WRITES =
            Pattern.compile(
                    "\\b(into)\\b|\\b(for\\s+(?:update|share|no\\s+key\\s+update|key\\s+share))\\b"
                            + "|\\(\\s*(insert|update|delete|merge)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern READS =
            Pattern.compile(
                    "\\(?\\s*(select|with)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern FROM = Pattern.compile("(?<![:\\w]):from\\b");
    private static final Pattern TO = Pattern.compile("(?<![:\\w]):to\\b");

    private QueryText() {}

    /**
     * The query, without a semicolon at its end.
     *
     * @throws RefusedException if it is more than one statement or does not only read
     */
    static String parse(String text) throws RefusedException {
        String query = text.strip().replaceFirst("[;\\s]+\\z", "");
        String sql = bare(query).strip();
        mustOnlyRead(sql);
        if (hasFrom(sql) != TO.matcher(sql).find()) {
            throw new RefusedException(
                    "holds one of :from and :to: it must hold both, or neither (then it is filtered"
                            + " on its time column)");
        }
        return query;
    }

    private static void mustOnlyRead(String sql) throws RefusedException {
        if (!READS.matcher(sql).matches()) {
            throw new RefusedException("must begin with SELECT or WITH");
        }
        if (sql.contains(";")) {
            throw new RefusedException("holds a ; : it must be one single statement");
        }
        Matcher writes = WRITES.matcher(sql);
        if (writes.find()) {
            throw new RefusedException(
                    "must only read, but holds " + Quoted.text(writes.group().strip()));
        }
    }

    /** Whether it says itself what the range is compared with. */
    static boolean hasRange(String query) {
        return hasFrom(bare(query));
    }

    private static boolean hasFrom(String sql) {
        return FROM.matcher(sql).find();
    }

    /** Where a {@code --} comment begins; -1 if there is none. */
    static int dashes(String text) {
        Matcher matcher = NO_SQL.matcher(text);
        while (matcher.find()) {
            if (matcher.group().startsWith("--")) {
                return matcher.start();
            }
        }
        return -1;
    }

    /** Without literals, quoted names and comments. */
    static String bare(String query) {
        return NO_SQL.matcher(query).replaceAll(" ");
    }
}
