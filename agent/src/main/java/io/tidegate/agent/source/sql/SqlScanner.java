package io.tidegate.agent.source.sql;

/**
 * Finds where literals, quoted names and comments of an SQL text end, so that nothing within them
 * is taken for a word. Used by one thread.
 */
final class SqlScanner {
    private final String sql;
    private final Syntax syntax;

    SqlScanner(String sql, Syntax syntax) {
        this.sql = sql;
        this.syntax = syntax;
    }

    /**
     * Where the literal, quoted name or comment that begins there ends; {@code at} if none does.
     */
    int end(int at) throws BadQueryException {
        int comment = commentEnd(at);
        return comment != at ? comment : quoteEnd(at);
    }

    int commentEnd(int at) throws BadQueryException {
        if (isDashes(at) || syntax.backslashes() && sql.charAt(at) == '#') {
            int line = sql.indexOf('\n', at);
            return line < 0 ? sql.length() : line;
        }
        return sql.startsWith("/*", at) ? blockEnd(at) : at;
    }

    /** In MySQL {@code 5--1} is six: there a blank must follow. */
    private boolean isDashes(int at) {
        return sql.startsWith("--", at)
                && (!syntax.backslashes() || at + 2 == sql.length() || sql.charAt(at + 2) <= ' ');
    }

    private int quoteEnd(int at) throws BadQueryException {
        return switch (sql.charAt(at)) {
            case '\'' -> quoted(at, '\'', knowsBackslashes(at));
            case '"' -> quoted(at, '"', syntax.backslashes());
            case '`' -> syntax.backslashes() ? quoted(at, '`', false) : at;
            case '[' -> syntax.brackets() ? quoted(at, ']', false) : at;
            case '$' -> syntax.dollarQuotes() ? dollarEnd(at) : at;
            default -> at;
        };
    }

    /** PostgreSQL's {@code E'...'}. */
    private boolean knowsBackslashes(int at) {
        boolean marked =
                at > 0
                        && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e')
                        && (at == 1 || !isWord(sql.charAt(at - 2)));
        return syntax.backslashes() || syntax.dollarQuotes() && marked;
    }

    /** A doubled closing quote is two literals to us, which comes to the same. */
    private int quoted(int at, char close, boolean backslashes) throws BadQueryException {
        for (int i = at + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\\' && backslashes) {
                i++;
            } else if (c == close) {
                return i + 1;
            }
        }
        throw neverClosed(at);
    }

    /** Comments nest in PostgreSQL and SQL Server, and nobody else minds. */
    private int blockEnd(int at) throws BadQueryException {
        if (syntax.backslashes() && (sql.startsWith("!", at + 2) || sql.startsWith("M!", at + 2))) {
            throw new BadQueryException(
                    "the query holds a comment that the database would run (/*! ... */): take it out");
        }
        int depth = 0;
        for (int i = at; i < sql.length(); i++) {
            if (sql.startsWith("/*", i)) {
                depth = syntax.backslashes() ? 1 : depth + 1;
                i++;
            } else if (sql.startsWith("*/", i)) {
                i++;
                if (--depth == 0) {
                    return i + 1;
                }
            }
        }
        throw neverClosed(at);
    }

    private int dollarEnd(int at) throws BadQueryException {
        int tag = at + 1;
        while (tag < sql.length() && isWord(sql.charAt(tag))) {
            tag++;
        }
        boolean opens =
                tag < sql.length()
                        && sql.charAt(tag) == '$'
                        && (at == 0 || !isWord(sql.charAt(at - 1)))
                        && (tag == at + 1 || !Character.isDigit(sql.charAt(at + 1)));
        if (!opens) {
            return at;
        }
        String quote = sql.substring(at, tag + 1);
        int close = sql.indexOf(quote, tag + 1);
        if (close < 0) {
            throw neverClosed(at);
        }
        return close + quote.length();
    }

    static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private BadQueryException neverClosed(int at) {
        long line = sql.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        return new BadQueryException(
                "a quote or comment that begins in line %d of the query is never closed"
                        .formatted(line));
    }
}
