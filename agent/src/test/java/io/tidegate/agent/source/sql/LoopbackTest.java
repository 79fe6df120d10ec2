package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses no network carries anything to. */
class LoopbackTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:mariadb://localhost/acd, true",
        "jdbc:mariadb://127.0.0.1:3306/acd, true",
        "jdbc:mysql://[::1]:3306/acd, true",
        "'jdbc:mariadb:sequential://localhost,127.0.0.1:3307/acd', true",
        "'jdbc:mariadb:sequential://localhost,acd.example/acd', false",
        "jdbc:mariadb://localhost.example/acd, false",
        "jdbc:mariadb://127.0.0.1.example/acd, false",
        "jdbc:mariadb://10.0.0.1/acd, false",
        "jdbc:mariadb:acd, false"
    })
    void onlyAnAddressOfThisMachineIsLocal(String url, boolean local) {
        assertEquals(local, Loopback.isAllOf(url));
    }
}
