package io.tidegate.agent.source.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is known of a database whose driver is not built in: facts of its vendor's documents, as
 * data.
 *
 * @param name for a person
 * @param prefix of its URLs
 * @param address what a URL is before its parameters: hosts over a network, nothing else
 * @param example a URL
 * @param separators what stands before the first parameter, and between parameters
 * @param parameters what they may be called
 * @param classes what the names of the driver's classes begin with: some drivers accept the URLs of
 *     others
 * @param jar the driver's file, as its vendor calls it
 * @param clockQuery one row of one column: its own clock
 * @param clock how that column is read
 * @param quotes whether double quotes make a name; else they make a text
 * @param javaTime whether its driver knows java.time
 * @param properties of a connection, such as how many seconds it may take to come about
 * @param session what is said to a new connection; %d is seconds to wait for a lock
 * @param begin what begins a transaction that may only read; empty if the connection sees to it
 * @param codes of its errors
 * @param states of SQL, where they mean something else than the standard says
 */
record Product(
        String name,
        String prefix,
        Pattern address,
        String example,
        String separators,
        Set<String> parameters,
        String classes,
        String jar,
        String clockQuery,
        Clock clock,
        boolean quotes,
        boolean javaTime,
        Map<String, String> properties,
        List<String> session,
        Optional<String> begin,
        Map<Integer, Trouble> codes,
        Map<String, Trouble> states) {
    /** What the answer to the clock's query is. */
    enum Clock {
        /** A time with its offset. */
        INSTANT,
        /** A time without offset, in UTC. */
        UTC,
        /** Whole seconds since 1970 in UTC. */
        EPOCH
    }

    static Building of(String name, String prefix) {
        return new Building(name, prefix);
    }

    /** Collects the facts. */
    static final class Building {
        private final String name;
        private final String prefix;
        private String address = "//[\\w.-]+(:\\d+)?(/[\\w.$-]*)?";
        private String example = "";
        private String separators = ";;";
        private Set<String> parameters = Set.of();
        private String classes = "";
        private String jar = "";
        private String clockQuery = "SELECT CURRENT_TIMESTAMP";
        private Clock clock = Clock.INSTANT;
        private boolean quotes = true;
        private boolean javaTime;
        private final Map<String, String> properties = new HashMap<>();
        private List<String> session = List.of();
        private Optional<String> begin = Optional.empty();
        private final Map<Integer, Trouble> codes = new HashMap<>();
        private final Map<String, Trouble> states = new HashMap<>();

        private Building(String name, String prefix) {
            this.name = name;
            this.prefix = prefix;
        }

        /** A regular expression for what follows the prefix. */
        Building address(String pattern, String url) {
            address = pattern;
            example = url;
            return this;
        }

        Building parameters(String between, String... names) {
            separators = between;
            parameters = Set.copyOf(new TreeSet<>(List.of(names)));
            return this;
        }

        Building driver(String packages, String file) {
            classes = packages;
            jar = file;
            return this;
        }

        Building clock(String query, Clock kind) {
            clockQuery = query;
            clock = kind;
            return this;
        }

        Building withoutQuotes() {
            quotes = false;
            return this;
        }

        Building knowsJavaTime() {
            javaTime = true;
            return this;
        }

        Building property(String key, String value) {
            properties.put(key, value);
            return this;
        }

        Building session(String... statements) {
            session = List.of(statements);
            return this;
        }

        Building begin(String statement) {
            begin = Optional.of(statement);
            return this;
        }

        Building when(Trouble trouble, int... numbers) {
            for (int number : numbers) {
                codes.put(number, trouble);
            }
            return this;
        }

        Building when(Trouble trouble, String... sqlStates) {
            for (String state : sqlStates) {
                states.put(state, trouble);
            }
            return this;
        }

        Product built() {
            return new Product(
                    name,
                    prefix,
                    Pattern.compile(Pattern.quote(prefix) + address),
                    example,
                    separators,
                    parameters,
                    classes,
                    jar,
                    clockQuery,
                    clock,
                    quotes,
                    javaTime,
                    Map.copyOf(properties),
                    session,
                    begin,
                    Map.copyOf(codes),
                    Map.copyOf(states));
        }
    }
}
