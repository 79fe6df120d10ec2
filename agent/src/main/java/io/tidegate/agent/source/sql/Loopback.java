package io.tidegate.agent.source.sql;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Tells addresses of this machine, which no network carries anything to. Stateless. */
final class Loopback {
    private static final Pattern LOCAL =
            Pattern.compile(
                    "(?i)localhost(:\\d+)?|127\\.\\d+\\.\\d+\\.\\d+(:\\d+)?|\\[::1](:\\d+)?");

    private Loopback() {}

    /**
     * Whether a host is this machine.
     *
     * @param host with its port, if it has one; an address of IPv6 in brackets
     */
    static boolean is(String host) {
        return LOCAL.matcher(host).matches();
    }

    /** Whether all hosts of {@code jdbc:product://host,host/...} are this machine. */
    static boolean isAllOf(String url) {
        int begin = url.indexOf("//");
        if (begin < 0) {
            return false;
        }
        String hosts = url.substring(begin + 2).split("[/?;]", 2)[0];
        return Arrays.stream(hosts.split(",")).allMatch(Loopback::is);
    }
}
