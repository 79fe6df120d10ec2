package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What SHOW GRANTS says, read only as far as a line is understood: one that is not is named as not
 * looked at, never shown, since it may hold the hash of a password. Immutable.
 */
final class MariaDbGrants {
    /** Rights that change nothing. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "USAGE",
                    "SELECT",
                    "SHOW VIEW",
                    "SHOW DATABASES",
                    "SHOW CREATE ROUTINE",
                    "PROCESS",
                    "REPLICATION CLIENT",
                    "BINLOG MONITOR",
                    "SLAVE MONITOR");

    private static final String ALL = "ALL PRIVILEGES";
    private static final String NAME = "(?:`(?:[^`]|``)*`|'(?:[^']|'')*'|[\\w$%.\\-]+)";
    private static final Pattern RIGHTS =
            Pattern.compile(
                    ("GRANT (.+?) ON ((?:TABLE |FUNCTION |PROCEDURE |PACKAGE |PACKAGE BODY )?)"
                                    + "(\\*\\.\\*|%1$s\\.(?:\\*|%1$s)|%1$s\\.%1$s) TO (%1$s(?:@%1$s)?)( .*)?")
                            .replace("%1$s", NAME));
    private static final Pattern ROLE =
            Pattern.compile(
                    "GRANT (%1$s(?:@%1$s)?(?:, ?%1$s(?:@%1$s)?)*) TO (%1$s(?:@%1$s)?)( .*)?"
                            .replace("%1$s", NAME));
    private static final Pattern COMMA = Pattern.compile(",\\s*(?![^()]*\\))");

    private final List<Grant> grants = new ArrayList<>();
    private final List<String> roles = new ArrayList<>();
    private int unknown;

    private MariaDbGrants() {}

    /**
     * @param writes the rights that may change something, with the columns that they are for
     * @param kind of what they are for, such as {@code PROCEDURE}; empty, or with a blank behind
     * @param scope what they are for, as the database writes it
     * @param to whom they are given, as the database writes it
     */
    private record Grant(List<String> writes, String kind, String scope, String to) {
        /** A role's rights may be what others need, whom another login leaves alone. */
        boolean isRoles() {
            return !to.contains("@") && !to.equals("PUBLIC");
        }
    }

    static MariaDbGrants of(List<String> lines) {
        var read = new MariaDbGrants();
        lines.forEach(read::line);
        return read;
    }

    private void line(String line) {
        Matcher rights = RIGHTS.matcher(line);
        Matcher role = ROLE.matcher(line);
        if (rights.matches()) {
            grants.add(
                    new Grant(
                            writes(rights.group(1), rights.group(5)),
                            rights.group(2),
                            rights.group(3),
                            rights.group(4)));
        } else if (role.matches()) {
            roles.addAll(List.of(role.group(1).split(", ?")));
        } else if (!line.startsWith("SET DEFAULT ROLE")) {
            unknown++;
        }
    }

    private static List<String> writes(String rights, String behind) {
        var writes = new ArrayList<String>();
        for (String right : COMMA.split(rights)) {
            String name = withoutColumns(right).strip().toUpperCase(Locale.ROOT);
            if (name.equals("ALL") || name.equals(ALL)) {
                writes.add(ALL);
            } else if (!HARMLESS.contains(name)) {
                writes.add(right.strip());
            }
        }
        if (behind != null && behind.contains("GRANT OPTION")) {
            writes.add("GRANT OPTION");
        }
        return writes;
    }

    private static String withoutColumns(String right) {
        return right.replaceFirst("\\s*\\(.*", "");
    }

    /**
     * @param database the one that is read; may be empty
     */
    List<Finding> judge(String database) {
        List<Grant> writable = grants.stream().filter(g -> !g.writes().isEmpty()).toList();
        var findings = new ArrayList<Finding>();
        if (!writable.isEmpty()) {
            findings.add(writable(writable, database));
        }
        List<String> unseen = roles.stream().filter(r -> !isSeen(r)).toList();
        if (!unseen.isEmpty()) {
            findings.add(
                    Finding.warn(
                            "the login has the role %s, whose rights were not looked at"
                                    .formatted(String.join(", ", unseen)),
                            "see with SHOW GRANTS FOR that it gives SELECT and nothing else"));
        }
        if (unknown > 0) {
            findings.add(
                    Finding.warn(
                            "%d of the lines of SHOW GRANTS could not be understood"
                                    .formatted(unknown),
                            "see there that the login has SELECT and nothing else"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("the login has no right but to read"));
        }
        return findings;
    }

    private boolean isSeen(String role) {
        return grants.stream().anyMatch(g -> bare(g.to()).equals(bare(role)));
    }

    private static String bare(String name) {
        return name.replaceFirst("@[`']%?[`']$", "").replaceAll("[`']", "");
    }

    private Finding writable(List<Grant> writable, String database) {
        String what =
                writable.stream()
                        .limit(5)
                        .map(g -> "%s on %s".formatted(shown(g.writes()), g.scope()))
                        .collect(Collectors.joining("; "));
        boolean another = writable.stream().anyMatch(g -> g.writes().contains(ALL) || g.isRoles());
        boolean files = writable.stream().anyMatch(g -> g.writes().contains("FILE"));
        Finding finding =
                Finding.warn(
                        "the login could write, were the session not read-only%s: %s"
                                .formatted(files ? " (which does not stop FILE)" : "", what),
                        another ? "use one that may only read:" : "take that away:");
        return finding.with(another ? ofItsOwn(database) : revokes(writable));
    }

    private static String shown(List<String> rights) {
        String some =
                rights.stream()
                        .limit(6)
                        .map(MariaDbGrants::withoutColumns)
                        .collect(Collectors.joining(", "));
        return rights.size() > 6 ? some + " and %d more".formatted(rights.size() - 6) : some;
    }

    private static List<String> revokes(List<Grant> writable) {
        return writable.stream()
                .map(
                        g ->
                                "REVOKE %s ON %s%s FROM %s;"
                                        .formatted(
                                                String.join(", ", g.writes()),
                                                g.kind(),
                                                g.scope(),
                                                g.to()))
                .toList();
    }

    private static List<String> ofItsOwn(String database) {
        String scope = database.isEmpty() ? "<database>" : "`" + database.replace("`", "``") + "`";
        return List.of(
                "CREATE USER 'tidegate_reader'@'%' IDENTIFIED BY '<choose one>';",
                "GRANT SELECT ON %s.* TO 'tidegate_reader'@'%%';".formatted(scope));
    }
}
