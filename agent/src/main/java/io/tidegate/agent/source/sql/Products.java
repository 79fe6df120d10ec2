package io.tidegate.agent.source.sql;

import io.tidegate.agent.source.sql.Product.Clock;

import java.util.List;

/**
 * The databases whose drivers are dropped in and of which something is known. H2 and HSQLDB were
 * run; the others follow their vendors' documents, named at each, and were not. Stateless.
 */
final class Products {
    /** Oracle: Database Error Messages; JDBC Developer's Guide, "Thin-style service names". */
    private static final Product ORACLE =
            Product.of("Oracle Database", "jdbc:oracle:")
                    .address(
                            "thin:@(//|tcp://|tcps://)?[\\w.-]+(:\\d+)?[:/][\\w.$#-]+",
                            "jdbc:oracle:thin:@//acd.example:1521/ACD")
                    .driver("oracle.jdbc.", "ojdbc17.jar")
                    .clock("SELECT SYSTIMESTAMP FROM DUAL", Clock.INSTANT)
                    .knowsJavaTime()
                    .property("oracle.net.CONNECT_TIMEOUT", "10000")
                    .property("v$session.program", "tidegate")
                    .begin("SET TRANSACTION READ ONLY")
                    .when(Trouble.LOGIN, 1017, 28000, 28001, 1005, 1045)
                    .when(Trouble.NO_DATABASE, 12505, 12514)
                    .when(Trouble.UNKNOWN_NAME, 904, 942, 4043)
                    .when(Trouble.NOT_PERMITTED, 1031, 41900)
                    .when(Trouble.WRITES, 1456)
                    .when(Trouble.TOO_SLOW, 1013)
                    .when(Trouble.LOCKED, 54, 60, 1555, 8177, 30006)
                    .when(Trouble.BUSY, 18, 20, 12516, 12519, 12520)
                    .when(Trouble.GONE, 28, 1012, 1033, 1034, 1089, 3113, 3114, 3135, 12541, 17002)
                    .when(Trouble.TYPES, 932)
                    .when(Trouble.VALUE, 1476, 1722, 1830, 1843, 1847, 1858, 1861)
                    .when(Trouble.SYNTAX, 900, 907, 923, 933, 936)
                    .built();

    /**
     * IBM: Informix Error Messages; JDBC Driver Guide, "Format of database URLs"; Guide to SQL:
     * Syntax, "DBINFO" ('utc_current' is seconds since 1970 in UTC, so that the server's zone does
     * not matter) and "SET LOCK MODE"; Guide to SQL: Reference, "DELIMIDENT".
     */
    private static final Product INFORMIX =
            Product.of("IBM Informix", "jdbc:informix-sqli:")
                    .address(
                            "//[\\w.-]+(:\\d+)?/\\w+",
                            "jdbc:informix-sqli://cms.example:50000/cms:INFORMIXSERVER=cms_ol;DB_LOCALE=en_us.utf8")
                    .parameters(":;", "INFORMIXSERVER", "DB_LOCALE", "CLIENT_LOCALE", "NEWCODESET")
                    .driver("com.informix.", "jdbc-15.0.1.0.jar (ifxjdbc.jar)")
                    .clock(
                            "SELECT DBINFO('utc_current') FROM systables WHERE tabid = 1",
                            Clock.EPOCH)
                    .withoutQuotes()
                    .property("INFORMIXCONTIME", "10")
                    .session("SET LOCK MODE TO WAIT %d")
                    .when(Trouble.LOGIN, -951, -952)
                    .when(Trouble.NO_DATABASE, -329)
                    .when(Trouble.UNKNOWN_NAME, -206, -217)
                    .when(Trouble.NOT_PERMITTED, -272, -387)
                    .when(Trouble.LOCKED, -107, -143, -144, -154, -244)
                    .when(Trouble.TOO_SLOW, -213)
                    .when(Trouble.GONE, -908, -79730)
                    .when(Trouble.SYNTAX, -201)
                    .when(Trouble.VALUE, -1213, -1262, -1263)
                    .built();

    /** IBM: Db2 SQL messages; SQL Reference, "CURRENT TIMEZONE", "SET CURRENT LOCK TIMEOUT". */
    private static final Product DB2 =
            Product.of("IBM Db2", "jdbc:db2:")
                    .address(
                            "//[\\w.-]+(:\\d+)?/\\w+",
                            "jdbc:db2://acd.example:50000/ACD:sslConnection=true;")
                    .parameters(":;", "sslConnection", "currentSchema")
                    .driver("com.ibm.db2.", "jcc.jar (db2jcc4.jar)")
                    .clock(
                            "SELECT CURRENT TIMESTAMP - CURRENT TIMEZONE FROM SYSIBM.SYSDUMMY1",
                            Clock.UTC)
                    .property("loginTimeout", "10")
                    .session("SET CURRENT LOCK TIMEOUT %d")
                    .when(Trouble.LOGIN, -4214, -30082)
                    .when(Trouble.NO_DATABASE, -30061)
                    .when(Trouble.UNKNOWN_NAME, -204, -206)
                    .when(Trouble.NOT_PERMITTED, -551, -552)
                    .when(Trouble.LOCKED, -911, -913)
                    .when(Trouble.TOO_SLOW, -952)
                    .when(Trouble.GONE, -4499, -1224)
                    .when(Trouble.TYPES, -401, -408)
                    .when(Trouble.SYNTAX, -104)
                    .when(Trouble.VALUE, -180, -181, -420, -802)
                    .built();

    /** InterSystems: SQL Reference, "GETUTCDATE"; SQL Error Codes; Using Java JDBC, URL. */
    private static final Product IRIS = interSystems("InterSystems IRIS", "jdbc:IRIS:");

    private static final Product CACHE = interSystems("InterSystems Caché", "jdbc:Cache:");

    private static Product interSystems(String name, String prefix) {
        return Product.of(name, prefix)
                .address("//[\\w.-]+:\\d+/[\\w%-]+", prefix + "//acd.example:1972/ACD")
                .driver(
                        prefix.contains("IRIS") ? "com.intersystems." : "com.intersys.",
                        prefix.contains("IRIS") ? "intersystems-jdbc.jar" : "cache-jdbc.jar")
                .clock("SELECT GETUTCDATE()", Clock.UTC)
                .when(Trouble.LOGIN, 417, -417)
                .when(Trouble.UNKNOWN_NAME, 29, 30, -29, -30)
                .when(Trouble.NOT_PERMITTED, 99, -99)
                .when(Trouble.LOCKED, 110, 114, -110, -114)
                .when(Trouble.SYNTAX, 1, -1)
                .built();
    }

    /** Firebird: Language Reference, "CURRENT_TIMESTAMP" (with a zone since 4); Jaybird manual. */
    private static final Product FIREBIRD = firebird("jdbc:firebirdsql:");

    private static final Product FIREBIRD_SHORT = firebird("jdbc:firebird:");

    private static Product firebird(String prefix) {
        return Product.of("Firebird 4", prefix)
                .address("//[\\w.-]+(:\\d+)?/[\\w./:-]+", prefix + "//acd.example:3050/acd")
                .parameters("?&", "charSet", "encoding", "wireCrypt")
                .driver("org.firebirdsql.", "jaybird-6.jar")
                .property("connectTimeout", "10")
                .clock("SELECT CURRENT_TIMESTAMP FROM RDB$DATABASE", Clock.INSTANT)
                .knowsJavaTime()
                .when(Trouble.LOGIN, 335544472)
                .when(Trouble.NOT_PERMITTED, 335544352)
                .when(Trouble.WRITES, 335544361)
                .when(Trouble.LOCKED, 335544345, 335544336)
                .when(Trouble.TOO_SLOW, 335544794)
                .built();
    }

    /** H2: Features, "Database URL Overview"; Javadoc of org.h2.api.ErrorCode. Run here. */
    private static final Product H2 =
            Product.of("H2", "jdbc:h2:")
                    .address(
                            "(tcp|ssl)://[\\w.-]+(:\\d+)?/[\\w~./:-]+",
                            "jdbc:h2:tcp://acd.example:9092/acd")
                    .parameters(";;", "SCHEMA", "IFEXISTS")
                    .driver("org.h2.", "h2.jar")
                    .knowsJavaTime()
                    .session("SET LOCK_TIMEOUT %d000")
                    .when(Trouble.LOGIN, 28000)
                    .when(Trouble.NO_DATABASE, 90013, 90146, 90149)
                    .when(Trouble.UNKNOWN_NAME, 42102, 42103, 42104, 42122, 90022)
                    .when(Trouble.NOT_PERMITTED, 90096)
                    .when(Trouble.WRITES, 90097)
                    .when(Trouble.TOO_SLOW, 57014, 90051)
                    .when(Trouble.LOCKED, 50200, 40001, 90131)
                    .when(Trouble.GONE, 90007, 90067, 90098, 90121)
                    .built();

    /** HSQLDB: User Guide, "Access Control" and "Properties". Run here. */
    private static final Product HSQLDB =
            Product.of("HSQLDB", "jdbc:hsqldb:")
                    .address(
                            "hsqls?://[\\w.-]+(:\\d+)?/[\\w-]*",
                            "jdbc:hsqldb:hsql://acd.example:9001/acd")
                    .parameters(";;", "ifexists")
                    .driver("org.hsqldb.", "hsqldb.jar")
                    .clock("VALUES CURRENT_TIMESTAMP", Clock.INSTANT)
                    .knowsJavaTime()
                    .when(Trouble.LOGIN, -4000, -4001)
                    .when(Trouble.UNKNOWN_NAME, -5501)
                    .when(Trouble.WRITES, -3706)
                    .built();

    private static final List<Product> KNOWN =
            List.of(ORACLE, INFORMIX, DB2, IRIS, CACHE, FIREBIRD, FIREBIRD_SHORT, H2, HSQLDB);

    private Products() {}

    static List<Product> known() {
        return KNOWN;
    }

    /** What a URL is of; for one that nobody knows, with what can be expected of any. */
    static Product of(String url) {
        return KNOWN.stream()
                .filter(p -> url.startsWith(p.prefix()))
                .findFirst()
                .orElseGet(() -> unknown(url));
    }

    private static Product unknown(String url) {
        int end = url.indexOf(':', "jdbc:".length());
        String prefix = url.substring(0, end + 1);
        return Product.of("this database", prefix)
                .address("//[\\w.-]+(:\\d+)?(/[\\w.$-]*)?", prefix + "//acd.example:1234/acd")
                .driver("", "the driver's jar that its vendor publishes")
                .built();
    }
}
