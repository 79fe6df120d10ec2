package io.tidegate.agent.uplink.wire;

/** What came of an attempt to connect. */
sealed interface Dialled {
    record Standing(Connection connection) implements Dialled {}

    /**
     * @param otherProtocol whether it failed where another protocol might not have
     */
    record Failed(Response.Lost lost, boolean otherProtocol) implements Dialled {}
}
