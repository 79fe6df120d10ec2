package io.tidegate.agent.uplink.wire;

import java.time.Instant;

/** A connection that stands. Owned by the wire's thread. */
sealed interface Connection permits SerialConnection, StreamsConnection {
    /** {@code h2} or {@code http/1.1}. */
    String protocol();

    /** When it was made. */
    Instant since();

    /** Whether it can take another exchange now. */
    boolean free();

    /** Begins an exchange; only when free. */
    void start(Exchange exchange);

    void close();

    /** Who keeps the connections. */
    interface Owner {
        /** It can take an exchange again. */
        void freed(Connection connection);

        /** It is gone; each of its exchanges has been told. */
        void ended(Connection connection, End end);
    }

    /** How a connection ended. */
    enum End {
        /** As announced by the other end, or by us, between two exchanges. */
        ORDERLY,
        /** Unexpectedly. */
        LOST,
        /**
         * Without ever having answered, or with an error of its protocol: worth another protocol.
         */
        UNUSABLE
    }
}
