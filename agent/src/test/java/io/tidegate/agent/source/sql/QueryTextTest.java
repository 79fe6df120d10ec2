package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.source.sql.QueryText.Edge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What is understood of a query's text. */
class QueryTextTest {
    private static final Syntax POSTGRES = new Postgres().syntax();
    private static final Syntax MARIADB = new MariaDb("jdbc:mariadb://h/db").syntax();
    private static final Syntax SQL_SERVER = new SqlServer().syntax();

    @Test
    void placeholdersAreFoundWhereverTheyStandAndHoweverOften() throws Exception {
        var text =
                text(
                        "SELECT * FROM a WHERE (t>=:from AND t<:to) OR (u >= :FROM::timestamp and u<:to)");

        assertEquals(
                "SELECT * FROM a WHERE (t>=? AND t<?) OR (u >= ?::timestamp and u<?)", text.jdbc());
        assertEquals(List.of(Edge.FROM, Edge.TO, Edge.FROM, Edge.TO), text.edges());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ':from and :to', t::text FROM a",
                "SELECT 1 AS \":from\", 2 AS \":to\" FROM a",
                "SELECT 1 -- from :from to :to\nFROM a",
                "SELECT 1 /* :from /* nested */ :to */ FROM a",
                "SELECT $$:from :to$$, $x$ :from $$ :to $x$ FROM a",
                "SELECT E'it\\'s :from', 'it''s :to' FROM a",
                "SELECT x[1:2], y[a:b] FROM a"
            })
    void whatOnlyLooksLikeAPlaceholderIsNone(String sql) throws Exception {
        assertEquals(List.of(), text(sql).edges());
        assertEquals(sql, text(sql).jdbc());
    }

    @Test
    void eachDatabaseQuotesInItsOwnWay() throws Exception {
        assertEquals(
                List.of(),
                new QueryText("SELECT `:from`, '\\':to' # :from\nFROM a", MARIADB).edges());
        assertEquals(List.of(), new QueryText("SELECT [a:from] FROM a", SQL_SERVER).edges());
    }

    @Test
    void aQuestionMarkOfTheQueryStaysOne() throws Exception {
        assertEquals(
                "SELECT data ?? 'k', '?' FROM a WHERE t >= ? AND t < ?",
                text("SELECT data ? 'k', '?' FROM a WHERE t >= :from AND t < :to").jdbc());
    }

    @Test
    void aSemicolonAtTheEndGoesAndASecondStatementIsRefused() throws Exception {
        assertEquals("SELECT 1", text("SELECT 1; -- done\n ").jdbc());
        assertEquals(
                "the query holds more than one statement: only one may be run",
                refusal("SELECT 1; DELETE FROM a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 ORDER BY 1",
                "with a as (select 1) select * from a order  by 1 desc"
            })
    void anOrderOfTheWholeQueryIsSeen(String sql) throws Exception {
        assertEquals(true, text(sql).ordered());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT row_number() OVER (ORDER BY t) FROM a",
                "SELECT 'ORDER BY' FROM a -- ORDER BY 1",
                "SELECT * FROM (SELECT * FROM a ORDER BY 1) b"
            })
    void anOrderOfSomethingElseIsNone(String sql) throws Exception {
        assertEquals(false, text(sql).ordered());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM a | the query must begin with SELECT or WITH: it may only read",
                "' ' | the query is empty",
                "SELECT 1 WHERE t > :since | the query names :since, but only :from and :to are known",
                "SELECT 1 WHERE t > :from | the query holds only one of :from and :to: use both, or none of them to have the range added around it",
                "SELECT 1 INTO written FROM a | the query holds INTO: it may only read, and neither write nor lock",
                "SELECT 1 FROM a for  update | the query holds FOR UPDATE: it may only read, and neither write nor lock",
                "SELECT \"a | a quote or comment that begins in line 1 of the query is never closed"
            })
    void whatCannotBeRunIsSaidInOneSentence(String sql, String sentence) {
        assertEquals(sentence, refusal(sql));
    }

    /** MySQL runs what other databases take for a comment, and reads on where others see one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 /*! INTO OUTFILE '/tmp/x' */ | the query holds a comment that the database would run (/*! ... */): take it out",
                "SELECT 1 /*M!100000 INTO OUTFILE '/tmp/x' */ | the query holds a comment that the database would run (/*! ... */): take it out",
                "SELECT 1--1 INTO OUTFILE '/tmp/x' | the query holds INTO: it may only read, and neither write nor lock",
                "SELECT 1 FROM a LOCK IN SHARE MODE | the query holds LOCK IN: it may only read, and neither write nor lock"
            })
    void whatMySqlAloneWouldRunIsRefused(String sql, String sentence) {
        assertEquals(
                sentence,
                assertThrows(BadQueryException.class, () -> new QueryText(sql, MARIADB))
                        .getMessage());
    }

    private static QueryText text(String sql) throws BadQueryException {
        return new QueryText(sql, POSTGRES);
    }

    private static String refusal(String sql) {
        return assertThrows(BadQueryException.class, () -> text(sql)).getMessage();
    }
}
