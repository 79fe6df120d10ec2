package io.tidegate.agent.uplink.wire;

import io.netty.util.NetUtil;

/** Whether an address lies in a range such as {@code 10.0.0.0/8}. Looks up no name. */
final class AddressRange {
    private AddressRange() {}

    static boolean contains(String range, String host) {
        int slash = range.indexOf('/');
        byte[] base = NetUtil.createByteArrayFromIpAddressString(range.substring(0, slash));
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        int bits = bits(range.substring(slash + 1));
        return base != null
                && address != null
                && base.length == address.length
                && bits >= 0
                && bits <= 8 * base.length
                && samePrefix(base, address, bits);
    }

    private static boolean samePrefix(byte[] a, byte[] b, int bits) {
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static int bits(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
