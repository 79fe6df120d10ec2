package io.tidegate.agent.uplink.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.config.AgentConfig.Proxy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Optional;

class RouteTest {
    private static final Proxy ENVIRONMENT =
            new Proxy.Environment(Optional.empty(), Optional.empty());

    private static Route choose(String proxy, String exempt, String host) throws Exception {
        return Route.choose(
                ENVIRONMENT, Map.of("https_proxy", proxy, "no_proxy", exempt), host, 443);
    }

    @Test
    void withoutAVariableTheWayIsStraight() throws Exception {
        assertEquals(
                new Route.Direct(), Route.choose(ENVIRONMENT, Map.of(), "ingest.example", 443));
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy:3128, proxy:3128",
        "http://proxy:3128/, proxy:3128",
        "proxy:3128, proxy:3128",
        "http://proxy, proxy:80",
        "http://[::1]:3128, [::1]:3128",
    })
    void aProxyIsUnderstoodInTheUsualForms(String variable, String where) throws Exception {
        assertEquals(where, choose(variable, "", "ingest.example").toString());
    }

    @ParameterizedTest
    @CsvSource({"https://proxy:3128", "socks5://proxy:1080", "http://", "'http://a b'"})
    void aProxyOfAnotherKindIsRefusedWithoutShowingIt(String variable) {
        var refused =
                assertThrows(
                        UnusableProxyException.class,
                        () -> choose(variable.replace("//", "//u:s3cret@"), "", "ingest.example"));
        assertFalse(refused.getMessage().contains("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({
        "*, ingest.example, true",
        "ingest.example, ingest.example, true",
        "EXAMPLE, ingest.example, true",
        ".example, ingest.example, true",
        "*.example, ingest.example, true",
        "example, notexample, false",
        "ingest.example:443, ingest.example, true",
        "ingest.example:8443, ingest.example, false",
        "'a, b;c,ingest.example', ingest.example, true",
        "'', ingest.example, false",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.0.0.0/8, ingest.example, false",
        "nonsense/8, 10.1.2.3, false",
        "10.1.2.3, 10.1.2.3, true",
        "::1, ::1, true",
        "[::1]:443, ::1, true",
        "fd00::/8, fd12::1, true",
    })
    void noProxyExemptsHostsAndWhatLiesBelowThem(String list, String host, boolean exempt) {
        assertEquals(exempt, NoProxy.matches(list, host, 443));
    }
}
