package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/** What can be told of any database without knowing its catalog, and what was not looked at. */
record DroppedInInspection() implements Inspection {
    @Override
    public Optional<String> userQuery() {
        return Optional.empty();
    }

    @Override
    public Optional<String> zone(Connection connection) {
        return Optional.empty();
    }

    @Override
    public Optional<String> encryption(Connection connection) throws SQLException {
        throw new SQLException("no driver says it");
    }

    @Override
    public Optional<Boolean> isReadOnly(Connection connection) throws SQLException {
        return Optional.of(connection.isReadOnly()).filter(yes -> yes);
    }

    @Override
    public void rights(Case query, Consumer<Finding> out) {
        out.accept(
                Finding.warn(
                        "whether the login may write is not looked at for this product",
                        "see that it may SELECT from what the query names, and nothing else"));
    }

    @Override
    public void cost(Case query, Consumer<Finding> out) {
        out.accept(
                Finding.ok(
                        "the plan is not looked at for this product: how long an hour takes tells"));
    }
}
