package io.tidegate.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/**
 * Exports as an ACD writes them, of some 120 bytes a row and 12 columns: German, with letters
 * beyond ASCII, times on the wall clock, lengths of time as mm:ss and as decimals.
 */
enum Export {
    /** One row per contact, one after another in time. */
    CONTACTS(
            "Anruf-ID;Warteschlange;Name;Medium;Beginn;Angenommen;Wartezeit;Gesprächszeit;Haltezeit;Nachbearbeitung;Dauer;Agent") {
        @Override
        void write(Line line, long number) {
            int second = (int) (number * 3 % DAY);
            int talk = line.number(5, 900);
            int wrap = line.number(0, 90);
            int queue = line.number(0, QUEUES);
            line.id(number).queue(queue).text(number % 20 == 0 ? "Rückruf" : "Telefon");
            line.day(number * 3 / DAY, ' ').clock(second).text(number % 17 == 0 ? "0" : "1");
            line.length(line.number(0, 240)).length(talk).length(line.number(0, 60));
            line.decimal(wrap).decimal(talk + wrap).person(line.number(0, 2_000));
        }
    },
    /** One row per queue and quarter of an hour. */
    INTERVALS(HEADS.INTERVALS) {
        @Override
        void write(Line line, long number) {
            interval(line, number, number);
        }
    },
    /** The same where every interval stands in two rows, as halves of two sites that add up. */
    HALVES(HEADS.INTERVALS) {
        @Override
        void write(Line line, long number) {
            interval(line, number, number / 2);
        }
    };

    private static final class HEADS {
        private static final String INTERVALS =
                "Warteschlange;Name;Datum;Von;Angeboten;Angenommen;Abgebrochen;Gesprächszeit;Haltezeit;Nachbearbeitung;Bearbeitungszeit;Im Servicelevel;Standort";
    }

    private static final int DAY = 86_400;
    private static final int QUARTER = 900;
    private static final long MOST = 5_900_000;
    private static final int QUEUES = 300;
    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 4, 1, 0, 0);
    private static final Instant WRITTEN =
            LocalDateTime.of(2026, 11, 30, 0, 0).atZone(ZoneId.of("Europe/Berlin")).toInstant();

    private final String head;

    Export(String head) {
        this.head = head;
    }

    abstract void write(Line line, long number);

    /** Writes a file of so many rows, in one summer, that was last changed a while ago. */
    void write(Path file, long rows) throws IOException {
        if (rows > MOST) {
            throw new IllegalArgumentException("more rows than " + MOST + " reach into winter");
        }
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(head + "\r\n");
            var line = new Line();
            for (long number = 0; number < rows; number++) {
                write(line, number);
                line.end(out);
            }
        }
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    }

    /** Whatever number of rows name an interval, it comes once in the cloud. */
    long sent(long rows) {
        return this == HALVES ? (rows + 1) / 2 : rows;
    }

    private static void interval(Line line, long number, long interval) {
        int talk = line.number(60, 3_600);
        int hold = line.number(0, 300);
        int wrap = line.number(0, 600);
        int offered = line.number(0, 80);
        int abandoned = line.number(0, 1 + offered / 10);
        long quarter = interval / QUEUES;
        line.queue((int) (interval % QUEUES)).day(quarter * QUARTER / DAY, ';');
        line.clock((int) (quarter * QUARTER % DAY));
        line.count(offered).count(offered - abandoned).count(abandoned);
        line.length(talk).length(hold).decimal(wrap).length(talk + hold + wrap);
        line.count(offered - abandoned).text(number % 2 == 0 ? "Köln-Süd" : "Görlitz");
    }

    /** A row that is being written; the same at every run. */
    static final class Line {
        private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");

        private final Random random = new Random(42);
        private final StringBuilder text = new StringBuilder();
        private long day = -1;
        private String date = "";

        int number(int from, int to) {
            return random.nextInt(from, to);
        }

        Line id(long number) {
            String hex = Long.toHexString(number * 0x9E3779B97F4A7C15L);
            return text("%16s-%s".formatted(hex, Long.toHexString(number)).replace(' ', '0'));
        }

        Line queue(int queue) {
            return count(10_000 + queue).text("Kundendienst Süd " + queue % 40);
        }

        Line person(int agent) {
            return text("Jörg Süß " + agent);
        }

        Line day(long day, char behind) {
            if (day != this.day) {
                this.day = day;
                date = FIRST.plusDays(day).format(DAY);
            }
            text.append(date).append(behind);
            return this;
        }

        Line clock(int second) {
            pair(second / 3_600).append(':');
            pair(second / 60 % 60).append(':');
            pair(second % 60).append(';');
            return this;
        }

        Line length(int seconds) {
            text.append(seconds / 60).append(':');
            pair(seconds % 60).append(';');
            return this;
        }

        Line decimal(int seconds) {
            text.append(seconds).append(',').append(number(0, 10)).append(';');
            return this;
        }

        Line count(int count) {
            text.append(count).append(';');
            return this;
        }

        Line text(String value) {
            text.append(value).append(';');
            return this;
        }

        void end(Writer out) throws IOException {
            text.setLength(text.length() - 1);
            out.append(text).write("\r\n");
            text.setLength(0);
        }

        private StringBuilder pair(int number) {
            return text.append(number < 10 ? "0" : "").append(number);
        }
    }
}
