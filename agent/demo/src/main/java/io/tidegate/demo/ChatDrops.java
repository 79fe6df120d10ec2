package io.tidegate.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * A chat system that drops a file per day of its quarter-hours into a folder, the way such exports
 * look in Germany.
 */
final class ChatDrops {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final DataSource acd;
    private final Path folder;

    ChatDrops(DataSource acd, Path folder) {
        this.acd = acd;
        this.folder = folder;
    }

    /** Drops all days but the last two. */
    void history() throws SQLException, IOException {
        List<LocalDate> days = days();
        for (LocalDate day : days.subList(0, days.size() - 2)) {
            drop(day);
        }
    }

    /** Drops the last two days, as a person would see it happen. */
    void recent() throws SQLException, IOException {
        List<LocalDate> days = days();
        for (LocalDate day : days.subList(days.size() - 2, days.size())) {
            drop(day);
        }
    }

    private List<LocalDate> days() throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        try (Connection connection = acd.getConnection();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT DISTINCT slot::date FROM chat ORDER BY 1")) {
            while (rows.next()) {
                days.add(rows.getObject(1, LocalDate.class));
            }
        }
        return days;
    }

    private void drop(LocalDate day) throws SQLException, IOException {
        var text =
                new StringBuilder(
                        "Datum;Von;Warteschlange;Angeboten;Angenommen;Bearbeitungszeit\r\n");
        try (Connection connection = acd.getConnection();
                var statement =
                        connection.prepareStatement(
                                "SELECT * FROM chat WHERE slot::date = ? ORDER BY slot, queue")) {
            statement.setObject(1, day);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var slot = rows.getObject("slot", java.time.LocalDateTime.class);
                    text.append(DATE.format(slot))
                            .append(';')
                            .append(TIME.format(slot))
                            .append(';');
                    text.append('"')
                            .append(rows.getString("queue"))
                            .append("\";")
                            .append(rows.getInt("offered"))
                            .append(';');
                    text.append(rows.getInt("answered"))
                            .append(';')
                            .append(rows.getInt("handling"))
                            .append("\r\n");
                }
            }
        }
        Files.writeString(folder.resolve("chats-" + day + ".csv"), text);
    }
}
