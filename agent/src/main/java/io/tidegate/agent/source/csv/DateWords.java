package io.tidegate.agent.source.csv;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names of months and weekdays in English, German, French, Italian, Dutch and Spanish, long and
 * short, without regard to case and accents. No short name means two months. Immutable.
 */
final class DateWords {
    private static final List<String> MONTHS =
            List.of(
                    "jan january januar janner janv janvier gen gennaio januari ene enero",
                    "feb february februar feber fev fevr fevrier febbraio februari febrero",
                    "mar march marz maerz mrz mars marzo maart mrt",
                    "apr april avr avril aprile abr abril",
                    "may mai mag maggio mei mayo",
                    "jun june juni juin giu giugno junio",
                    "jul july juli juil juillet lug luglio julio",
                    "aug august aou aout ago agosto augustus",
                    "sep sept september septembre set settembre septiembre setiembre",
                    "oct october okt oktober octobre ott ottobre octubre",
                    "nov november novembre noviembre",
                    "dec december dez dezember decembre dic dicembre diciembre");
    private static final String WEEKDAYS =
            "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat"
                    + " saturday sun sunday mo di mi do fr sa so montag dienstag mittwoch"
                    + " donnerstag freitag samstag sonnabend sonntag lun lundi mar mardi mer"
                    + " mercredi jeu jeudi ven vendredi sam samedi dim dimanche lunedi martedi"
                    + " mercoledi gio giovedi venerdi sab sabato dom domenica ma maandag dinsdag wo"
                    + " woensdag donderdag vr vrijdag za zaterdag zo zondag lunes martes mie"
                    + " miercoles jue jueves vie viernes sabado domingo";

    private static final Map<String, Integer> MONTH_OF = new HashMap<>();
    private static final Set<String> WEEKDAY = new HashSet<>(List.of(WEEKDAYS.split(" ")));

    static {
        for (int i = 0; i < MONTHS.size(); i++) {
            for (String name : MONTHS.get(i).split(" ")) {
                MONTH_OF.put(name, i + 1);
            }
        }
    }

    private DateWords() {}

    /** 1 to 12; 0 for any other word. */
    static int month(String word) {
        return MONTH_OF.getOrDefault(word, 0);
    }

    static boolean isWeekday(String word) {
        return WEEKDAY.contains(word);
    }

    /** As the words stand here. */
    static String plain(char[] chars, int from, int to) {
        String word = new String(chars, from, to - from).toLowerCase(Locale.ROOT);
        return word.chars().allMatch(c -> c < 128)
                ? word
                : Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }
}
