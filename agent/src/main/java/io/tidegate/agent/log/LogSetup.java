package io.tidegate.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;

import io.tidegate.config.AgentConfig;

import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.logging.LogManager;

/**
 * Sets up logging by the configuration: to the console, and to {@code <data-dir>/log/tidegate.log},
 * a new file each day and at ten parts of {@code log.max-size}, kept {@code log.keep} days and
 * {@code log.max-size} bytes at most.
 */
public final class LogSetup {
    private static final String LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %kvp{NONE} %msg%n%rEx{20}";
    private static final int FILES = 10;

    private LogSetup() {}

    /** For commands: warnings alone, on standard error. */
    public static void quiet() {
        LoggerContext context = reset();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        ConsoleAppender<ILoggingEvent> console = console(context, text(context));
        console.setTarget("System.err");
        add(root, console);
    }

    /** For the daemon. */
    public static Recent daemon(AgentConfig.Log log, Path dataDir) {
        LoggerContext context = reset();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        context.getLogger("io.tidegate").setLevel(Level.toLevel(log.level()));
        add(root, console(context, encoder(context, log)));
        add(root, file(context, log, dataDir.resolve("log")));
        var recent = new Recent();
        recent.setContext(context);
        add(root, recent);
        return recent;
    }

    private static LoggerContext reset() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        // What the pool warns of comes again as an event of the source, with its remedy.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        quietDrivers(context);
        return context;
    }

    /**
     * What a driver has to say comes as an exception and leaves as our own sentence; its words may
     * quote a value of a row or a name. PostgreSQL's, SQL Server's and most dropped-in drivers use
     * Java's own logging, which would write to the console past all of this. Whoever names settings
     * of it to find a fault of a driver gets them.
     */
    private static void quietDrivers(LoggerContext context) {
        context.getLogger("org.mariadb.jdbc").setLevel(Level.OFF);
        if (System.getProperty("java.util.logging.config.file") == null) {
            LogManager.getLogManager().reset();
        }
    }

    private static void add(Logger root, Appender<ILoggingEvent> appender) {
        appender.start();
        root.addAppender(appender);
    }

    private static ConsoleAppender<ILoggingEvent> console(
            LoggerContext context, Encoder<ILoggingEvent> encoder) {
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setEncoder(encoder);
        return console;
    }

    private static RollingFileAppender<ILoggingEvent> file(
            LoggerContext context, AgentConfig.Log log, Path folder) {
        var file = new RollingFileAppender<ILoggingEvent>();
        file.setContext(context);
        file.setFile(folder.resolve("tidegate.log").toString());
        file.setEncoder(encoder(context, log));
        var rolling = new SizeAndTimeBasedRollingPolicy<ILoggingEvent>();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(folder.resolve("tidegate.%d{yyyy-MM-dd}.%i.log.gz").toString());
        rolling.setMaxFileSize(new FileSize(Math.max(1, log.maxSize() / FILES)));
        rolling.setMaxHistory((int) Math.max(1, log.keep().toDays()));
        rolling.setTotalSizeCap(new FileSize(log.maxSize()));
        rolling.start();
        file.setRollingPolicy(rolling);
        return file;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, AgentConfig.Log log) {
        return log.json() ? json(context) : text(context);
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithArguments(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithContext(false);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        return encoder;
    }
}
