package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether the machines of a JDBC URL are known and answer. Used by one thread, which may wait. */
final class Hosts {
    private static final int PATIENCE_MILLIS = 3_000;

    private final String key;
    private final List<DatabaseAddress> addresses;
    private boolean local = true;

    /**
     * @param key of the setting that names them
     */
    Hosts(String key, List<DatabaseAddress> addresses) {
        this.key = key;
        this.addresses = addresses;
    }

    /** Says what the names stand for, and whether any of them stands for something. */
    boolean names(Consumer<Finding> out) {
        boolean known = addresses.isEmpty();
        for (DatabaseAddress address : addresses) {
            known |= name(address.host(), out);
        }
        return known;
    }

    private boolean name(String host, Consumer<Finding> out) {
        try {
            InetAddress[] found = InetAddress.getAllByName(host);
            local &= Arrays.stream(found).allMatch(InetAddress::isLoopbackAddress);
            String shown =
                    Arrays.stream(found)
                            .map(InetAddress::getHostAddress)
                            .limit(4)
                            .collect(Collectors.joining(", "));
            out.accept(Finding.ok("%s is known here as %s".formatted(host, shown)));
            return true;
        } catch (UnknownHostException _) {
            out.accept(
                    Finding.fail(
                            "the name %s is not known here".formatted(host),
                            "check %s and the name service of this machine".formatted(key)));
            return false;
        }
    }

    /** Whether everything stays on this machine. To be asked after the names. */
    boolean isLocal() {
        return local && !addresses.isEmpty();
    }

    /**
     * Asked only when no login came about: a server that is knocked at too often without a login
     * may shut its door.
     */
    void ports(Consumer<Finding> out) {
        for (DatabaseAddress address : addresses) {
            address.port().ifPresent(port -> out.accept(port(address.host(), port)));
        }
    }

    private Finding port(String host, int port) {
        String place = "port %d of %s".formatted(port, host);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            return Finding.ok(place + " answers: what follows there fails, not the way to it");
        } catch (SocketTimeoutException _) {
            return Finding.fail(
                    place + " does not answer within 3 s",
                    "a firewall in between, most likely: let this machine through to it");
        } catch (ConnectException _) {
            return Finding.fail(
                    place + " refuses the connection",
                    "start the database, or correct the port in %s".formatted(key));
        } catch (IOException e) {
            return Finding.fail(
                    "%s cannot be reached (%s)".formatted(place, e.getClass().getSimpleName()),
                    "check %s and the network".formatted(key));
        }
    }
}
