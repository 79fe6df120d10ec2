package io.tidegate.agent.uplink.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Looks up names, anew each time; the machine's own cache of some seconds applies. Blocks. */
final class Addresses {
    private Addresses() {}

    /** All addresses of the host, in the order the machine prefers. */
    static List<InetSocketAddress> of(String host, int port) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** As {@link #of}, for plain HTTP, which must not leave this machine. */
    static List<InetSocketAddress> loopback(String host, int port) throws UnknownHostException {
        List<InetSocketAddress> all = of(host, port);
        if (all.stream().allMatch(a -> a.getAddress().isLoopbackAddress())) {
            return all;
        }
        throw new UnknownHostException("not this machine");
    }
}
