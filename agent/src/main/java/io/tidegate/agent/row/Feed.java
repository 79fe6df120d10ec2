package io.tidegate.agent.row;

import io.tidegate.protocol.Channel;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Row;

import java.util.Map;

/** Fills one column of a row from what it is made of. Used by one thread. */
sealed interface Feed {
    Column column();

    void fill(RawRow raw, Draft draft) throws BadValue;

    /**
     * A text.
     *
     * @param pseudonyms null for a column that is shipped as it is
     */
    record Text(Column column, Ingredient from, Pseudonyms pseudonyms) implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            String text = Values.text(from.of(raw));
            draft.texts[column.ordinal()] =
                    text == null || pseudonyms == null ? text : pseudonyms.of(text);
        }
    }

    /** A count. */
    record Count(Column column, Ingredient from) implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            long whole = from.whole(raw);
            draft.numbers[column.ordinal()] =
                    whole == RawRow.ASK ? Values.count(from.of(raw)) : whole;
        }
    }

    /** A number of seconds. */
    record Seconds(Column column, Ingredient from) implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            long whole = from.whole(raw);
            draft.numbers[column.ordinal()] =
                    whole == RawRow.ASK ? notWhole(raw) : Values.millis(whole);
        }

        private long notWhole(RawRow raw) throws BadValue {
            long millis = from.thousandths(raw);
            return millis == RawRow.ASK ? Values.millis(from.of(raw)) : millis;
        }
    }

    /** Seconds given as an average per answered contact; fed after {@code answered} is. */
    record TimesAnswered(Column column, int index, Column answered) implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            long contacts = draft.numbers[answered.ordinal()];
            var count = contacts == Row.NULL ? null : java.math.BigDecimal.valueOf(contacts);
            var average = Values.seconds(raw.value(index));
            draft.numbers[column.ordinal()] = Values.millis(Ingredient.product(average, count));
        }
    }

    /** How long a span lasts, in seconds: its end is that long after its start. */
    record Lasts(Column column, Ingredient from) implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            long whole = from.whole(raw);
            long millis = whole == RawRow.ASK ? Values.millis(from.of(raw)) : Values.millis(whole);
            if (millis > Limits.SECONDS_MILLIS) {
                throw new BadValue("is larger than any real value");
            }
            if (millis < 0 && millis != Row.NULL) {
                throw new BadValue("is below zero");
            }
            draft.lasts = millis == Row.NULL ? Row.NULL : millis * 1_000;
        }
    }

    /** No or yes. */
    record Flag(Column column, Ingredient from) implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            long whole = from.whole(raw);
            draft.numbers[column.ordinal()] =
                    whole == RawRow.ASK ? Values.flag(from.of(raw)) : Values.flagOf(whole);
        }
    }

    /**
     * A channel; calls where nothing is said.
     *
     * @param words the source's words and ours
     */
    record ChannelWord(Column column, Ingredient from, Map<String, Channel> words) implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            String word = Values.text(from.of(raw));
            Channel channel = word == null ? Channel.CALLS : words.get(word.strip());
            if (channel == null) {
                throw new BadValue(
                        "is no channel: say what it stands for, as in channels = Telefon -> calls");
            }
            draft.numbers[column.ordinal()] = channel.ordinal();
        }
    }

    /**
     * The row's own time.
     *
     * @param length how long after its beginning a row carries its time, in microseconds
     */
    record Time(Column column, Ingredient from, TimeReader times, RowOffset offset, long length)
            implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            long micros = from.micros(raw);
            long time =
                    micros == RawRow.ASK
                            ? times.read(from.of(raw), offset.seconds(raw))
                            : TimeReader.checked(micros);
            boolean open = WallClock.isOpen(time);
            draft.numbers[column.ordinal()] = open || time == Row.NULL ? time : time - length;
            draft.wall = open ? times.wall() : Row.NULL;
        }
    }

    /** The end of a span. */
    record EndTime(Column column, Ingredient from, TimeReader times, RowOffset offset)
            implements Feed {
        @Override
        public void fill(RawRow raw, Draft draft) throws BadValue {
            long time = times.read(from.of(raw), offset.seconds(raw));
            draft.numbers[column.ordinal()] = time;
            draft.endWall = WallClock.isOpen(time) ? times.wall() : Row.NULL;
        }
    }
}
