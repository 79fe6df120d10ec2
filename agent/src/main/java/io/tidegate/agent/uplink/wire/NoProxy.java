package io.tidegate.agent.uplink.wire;

import java.util.Arrays;
import java.util.Locale;

/**
 * What {@code no_proxy} exempts: a comma-separated list of {@code *}, host names (with everything
 * below them, a leading dot or {@code *.} makes no difference) and addresses, each with an optional
 * port. Address ranges ({@code 10.0.0.0/8}) match addresses only, names are not looked up.
 */
final class NoProxy {
    private NoProxy() {}

    static boolean matches(String list, String host, int port) {
        String bare = unbracketed(host.toLowerCase(Locale.ROOT));
        return Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .anyMatch(entry -> exempts(entry, bare, port));
    }

    private static boolean exempts(String entry, String host, int port) {
        if (entry.isEmpty() || entry.equals("*")) {
            return !entry.isEmpty();
        }
        if (entry.contains("/")) {
            return AddressRange.contains(entry, host);
        }
        int colon = portColon(entry);
        if (colon > 0 && !entry.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        String name = unbracketed(colon > 0 ? entry.substring(0, colon) : entry);
        String suffix = name.replaceFirst("^\\*?\\.", "");
        return !suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix));
    }

    /** Where the port begins: {@code host:1}, {@code [::1]:1}, but not {@code ::1}. */
    private static int portColon(String entry) {
        int colon = entry.lastIndexOf(':');
        boolean literal = colon > 0 && entry.indexOf(':') != colon && !entry.contains("]:");
        return literal ? -1 : colon;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
