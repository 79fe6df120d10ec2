package io.tidegate.agent.doctor;

import io.tidegate.agent.finding.Finding;
import io.tidegate.config.AgentConfig;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** Whether the status page will find its port. Stateless. */
final class LocalPort {
    private LocalPort() {}

    /**
     * @param running whether a connector runs on the data folder
     */
    static void look(AgentConfig.Http http, boolean running, Consumer<Finding> out) {
        String place = "%s:%d".formatted(http.bind(), http.port());
        try (var _ = new ServerSocket(http.port(), 1, InetAddress.getByName(http.bind()))) {
            out.accept(
                    Finding.ok(
                            http.port() == 0
                                    ? "a free port is taken at each start, and logged"
                                    : place + " is free"));
        } catch (UnknownHostException _) {
            out.accept(
                    Finding.warn(
                            "%s is no address of this machine".formatted(http.bind()),
                            "set http.bind = 127.0.0.1"));
        } catch (BindException _) {
            out.accept(
                    running
                            ? Finding.ok(
                                    place
                                            + " is in use, by the connector that runs here most likely")
                            : Finding.warn(
                                    place + " is in use by another program",
                                    "set another http.port; without it there is no status page, all else works"));
        } catch (IOException e) {
            out.accept(
                    Finding.warn(
                            "%s cannot be used (%s)".formatted(place, e.getClass().getSimpleName()),
                            "set another http.port"));
        }
    }
}
