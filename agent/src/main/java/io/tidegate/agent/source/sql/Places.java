package io.tidegate.agent.source.sql;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts and ports by which a URL leads to a server, written in one way whatever the URL writes:
 * two URLs that have one in common lead to one server. This machine is {@code localhost} under all
 * of its names.
 */
record Places(Set<String> all) {
    private static final String HERE = "localhost";

    Places {
        all = Set.copyOf(all);
    }

    /** As the URL says it. Asks nobody. */
    static Places named(JdbcUrl url) {
        return of(url, host -> Stream.of(name(host)));
    }

    /**
     * Also by the addresses that the names stand for. Asks the name service, as the driver does a
     * moment later: Java remembers the answer for it.
     */
    static Places found(JdbcUrl url) {
        return of(url, host -> Stream.concat(Stream.of(name(host)), addresses(name(host))));
    }

    boolean meet(Set<String> others) {
        return others.stream().anyMatch(all::contains);
    }

    /** The names of a host. */
    @FunctionalInterface
    private interface Names {
        Stream<String> of(String host);
    }

    private static Places of(JdbcUrl url, Names names) {
        List<DatabaseAddress> addresses = DatabaseAddress.of(url);
        if (addresses.isEmpty()) {
            return new Places(Set.of(url.text().toLowerCase(Locale.ROOT)));
        }
        return new Places(
                addresses.stream()
                        .flatMap(at -> names.of(at.host()).map(name -> name + door(at)))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A named instance without a port is told by its name. */
    private static String door(DatabaseAddress at) {
        return at.port()
                .map(port -> ":" + port)
                .orElseGet(() -> "\\" + at.instance().toLowerCase(Locale.ROOT));
    }

    private static String name(String host) {
        String bare = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        try {
            return address(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException _) {
            return bare;
        }
    }

    private static Stream<String> addresses(String name) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name)).map(Places::address);
        } catch (UnknownHostException _) {
            return Stream.empty(); // The driver says so.
        }
    }

    private static String address(InetAddress address) {
        return isHere(address) ? HERE : address.getHostAddress();
    }

    private static boolean isHere(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return false;
        }
    }
}
