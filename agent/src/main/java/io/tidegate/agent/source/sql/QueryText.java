package io.tidegate.agent.source.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A query as its author wrote it, read far enough to find {@code :from} and {@code :to}, whether it
 * is one statement that reads, and whether its author asked for an order. What keeps it from
 * writing is the session, not this.
 */
final class QueryText {
    /** One end of the range that is read. */
    enum Edge {
        FROM,
        TO
    }

    private static final Set<String> BEGINNINGS = Set.of("SELECT", "WITH", "VALUES", "TABLE");

    private final String sql;
    private final Syntax syntax;
    private final SqlScanner scanner;
    private final StringBuilder jdbc = new StringBuilder();
    private final List<StringBuilder> pieces = new ArrayList<>(List.of(new StringBuilder()));
    private final List<Edge> edges = new ArrayList<>();
    private String lastWord = "";
    private boolean ordered;
    private int depth;
    private int end = -1;

    /**
     * @throws BadQueryException if it is not one reading statement, or names an unknown placeholder
     */
    QueryText(String sql, Syntax syntax) throws BadQueryException {
        this.sql = sql;
        this.syntax = syntax;
        this.scanner = new SqlScanner(sql, syntax);
        scan();
        if (edges.contains(Edge.FROM) != edges.contains(Edge.TO)) {
            throw new BadQueryException(
                    "the query holds only one of :from and :to: use both, or none of them to have"
                            + " the range added around it");
        }
    }

    /** The text with a question mark for every placeholder, without a semicolon at its end. */
    String jdbc() {
        return jdbc.toString();
    }

    /** The text as its author wrote it, before, between and behind the placeholders. */
    List<String> pieces() {
        return pieces.stream().map(StringBuilder::toString).toList();
    }

    /** What stands at each question mark; empty if the range must be added around the query. */
    List<Edge> edges() {
        return List.copyOf(edges);
    }

    /** Whether the query as a whole ends in {@code ORDER BY}. */
    boolean ordered() {
        return ordered;
    }

    private void scan() throws BadQueryException {
        int at = 0;
        while (at < sql.length()) {
            int skipped = scanner.end(at);
            if (skipped > at) {
                boolean comment = scanner.commentEnd(at) > at;
                copy(at, skipped, comment);
                at = skipped;
            } else {
                at = step(at);
            }
        }
        if (lastWord.isEmpty()) {
            throw new BadQueryException("the query is empty");
        }
    }

    private int step(int at) throws BadQueryException {
        char c = sql.charAt(at);
        if (Character.isLetter(c) || c == '_') {
            return word(at);
        }
        if (c == ':') {
            return colon(at);
        }
        if (c == ';') {
            end = end < 0 ? at : end;
            return at + 1;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        copy(at, at + 1, Character.isWhitespace(c));
        if (c == '?' && syntax.doubledMarks()) {
            jdbc.append('?');
        }
        return at + 1;
    }

    private int word(int at) throws BadQueryException {
        int to = wordEnd(at);
        String word = sql.substring(at, to).toUpperCase(Locale.ROOT);
        if (lastWord.isEmpty() && !BEGINNINGS.contains(word)) {
            throw new BadQueryException(
                    "the query must begin with SELECT or WITH: it may only read");
        }
        refuseWriting(word);
        if (depth == 0) {
            ordered |= word.equals("BY") && lastWord.equals("ORDER");
        }
        copy(at, to, false);
        lastWord = word;
        return to;
    }

    /** What a read-only session lets pass in one database or another. */
    private void refuseWriting(String word) throws BadQueryException {
        boolean locks =
                lastWord.equals("FOR") && (word.equals("UPDATE") || word.equals("SHARE"))
                        || lastWord.equals("LOCK") && word.equals("IN");
        if (word.equals("INTO") || locks) {
            throw new BadQueryException(
                    "the query holds %s: it may only read, and neither write nor lock"
                            .formatted(locks ? lastWord + " " + word : word));
        }
    }

    /**
     * A placeholder, a cast ({@code ::}), an assignment ({@code :=}) or a slice ({@code [1:n]}).
     */
    private int colon(int at) throws BadQueryException {
        char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
        if (next == ':' || next == '=') {
            copy(at, at + 2, false);
            return at + 2;
        }
        boolean slice =
                at > 0 && (SqlScanner.isWord(sql.charAt(at - 1)) || sql.charAt(at - 1) == '[');
        if (slice || !Character.isLetter(next)) {
            copy(at, at + 1, false);
            return at + 1;
        }
        int to = wordEnd(at + 1);
        edges.add(edge(sql.substring(at + 1, to)));
        copy(at, at, false);
        jdbc.append('?');
        pieces.add(new StringBuilder());
        return to;
    }

    private static Edge edge(String name) throws BadQueryException {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "from" -> Edge.FROM;
            case "to" -> Edge.TO;
            default ->
                    throw new BadQueryException(
                            "the query names :%s, but only :from and :to are known"
                                    .formatted(name));
        };
    }

    private int wordEnd(int at) {
        int to = at;
        while (to < sql.length() && SqlScanner.isWord(sql.charAt(to))) {
            to++;
        }
        return to;
    }

    /**
     * @param idle whether the text says nothing: a blank or a comment
     */
    private void copy(int from, int to, boolean idle) throws BadQueryException {
        if (end >= 0) {
            if (!idle) {
                throw new BadQueryException(
                        "the query holds more than one statement: only one may be run");
            }
            return;
        }
        jdbc.append(sql, from, to);
        pieces.getLast().append(sql, from, to);
    }
}
