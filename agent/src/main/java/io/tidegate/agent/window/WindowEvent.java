package io.tidegate.agent.window;

import io.tidegate.agent.event.Event;

/** What the windows of SQL sources have to say. */
enum WindowEvent implements Event {
    STREAM_BEGUN(
            "TG-0501",
            "A stream is read for the first time.",
            "Its time is cut into windows; the look-back is read first, the history after it.",
            "Nothing."),
    BACKFILL_BEGUN(
            "TG-0502",
            "The history of a stream is being read.",
            "Live rows go first all the while.",
            "Nothing. Raise backfill.load or widen backfill.hours if it should be quicker."),
    BACKFILL_DONE(
            "TG-0503",
            "The history of a stream is read.",
            "It is in the spool or sent.",
            "Nothing."),
    WINDOWS_HELD(
            "TG-0504",
            "A read found much less than before, or too many bad rows.",
            "The windows named are not sent; what is stored stands. Other windows go on.",
            "Look at the source. tidegate keep confirms what is stored, tidegate accept sends what"
                    + " is there now."),
    WINDOWS_GONE(
            "TG-0505",
            "Windows beyond the look-back are empty at the source.",
            "What the cloud has of them stays.",
            "Nothing if the source purges old rows; set keeps so that they are not asked for again."),
    WINDOWS_HEALED(
            "TG-0506",
            "Windows that were held or gone are healthy again.",
            "They are kept correct as before.",
            "Nothing."),
    SHAPE_CHANGED(
            "TG-0507",
            "The source's columns are no longer those that were read at first.",
            "The stream is paused; nothing of it is read until a person accepts.",
            "Restore the columns, or say tidegate accept if the change is wanted."),
    SOURCE_FAILED(
            "TG-0508",
            "A source could not be read.",
            "Its rows wait in the source; other sources go on.",
            "As the message says; it is tried again by itself."),
    SOURCE_RECOVERED(
            "TG-0509", "A source can be read again.", "What was missed is read.", "Nothing."),
    WINDOW_SPLIT(
            "TG-0510",
            "A window was too large to be read at once.",
            "It is read in pieces.",
            "Nothing. An index on the time column may help the source."),
    READING_MISSED(
            "TG-0511",
            "The agent did not read for longer than the look-back.",
            "The windows missed are read along with the history.",
            "Nothing."),
    RECONCILED(
            "TG-0512",
            "The nightly comparison of past days has ended.",
            "Differences are in the spool or sent.",
            "Nothing."),
    COLUMNS_UNUSED(
            "TG-0513",
            "The query gives columns that are not used.",
            "They are ignored.",
            "Nothing; leave them out of the query to spare the source."),
    CHOICES_MADE(
            "TG-0514",
            "Rows of a repeated hour were given one of two possible times, several rows of one"
                    + " interval were combined, or an ACD agent's state changed more than once at"
                    + " one instant, so that states of no length were left out. Said once for what is read from the same local day on,"
                    + " and again when they have become twice as many.",
            "The rows are shipped with that choice.",
            "Let the query give times with an offset, or check repeated-hour and same-key. For"
                    + " changes of state, an ORDER BY in the query says which comes last."),
    ROWS_OUTSIDE(
            "TG-0515",
            "The source has rows that no window reaches: without a time (NULL or a date of zeros), from"
                    + " before the history, or from the future. Counted once a night.",
            "They are not read.",
            "Mend them at the source, or move backfill.from if older rows are wanted."),
    OUTSIDE_UNKNOWN(
            "TG-0516",
            "The nightly count of rows that no window reaches did not succeed.",
            "None; the last count stands.",
            "Nothing, or raise sql.query-timeout if it happens every night."),
    READ_UNDER_OTHERS(
            "TG-0517",
            "Settings that shape rows (time-zone, query, map, channels, privacy, ...) have changed since some"
                    + " windows were read. Said at every start, once the look-back is read, until they are read anew.",
            "Windows of the look-back and of the reconciliation are read under the new settings; older ones"
                    + " keep what they meant before, so the two may not fit together. After a change of time-zone or of how times"
                    + " are kept, rows at the edge between the two, as many hours of them as the zones differ,"
                    + " are in the cloud twice, or missing, until the older windows are read anew.",
            "tidegate reimport SOURCE --from DAY --to DAY for the days that are named, unless the change"
                    + " makes no difference for them."),
    ROWS_ASTRAY(
            "TG-0518",
            "A query with :from and :to gave rows whose time lies outside them, by more than the database rounds."
                    + " They were looked for by asking for their own time. A query that gives them there too merely"
                    + " gives more than was asked for. If their own time cannot be read, reading goes on and they are"
                    + " asked for again later, ever more rarely. Each finding is said once after a start. A query that"
                    + " does not give them for their own time compares :from and :to with another time than the one it"
                    + " gives: three different such rows, if they are more than one in a thousand of the rows that came"
                    + " with them, pause the stream.",
            "A row that does not come for its own time would be missing in the cloud. Before the stream is paused"
                    + " such rows are listed among the rejects, each once; no window is held for them. While it is"
                    + " paused nothing is read.",
            "Compare :from and :to in the query with the very column that is timestamp or starttime, or leave both"
                    + " out so that the range is added around the query; then restart, say tidegate resume"
                    + " SOURCE, and reimport the days since the query was put in."),
    CLOCK_WENT_BACK(
            "TG-0519",
            "A source's clock reads an earlier time than it had read before, by more than a minute.",
            "Live data, and what the cloud is told, are complete up to the earlier time only. Rows that were"
                    + " sent stay; windows that were read before their time are read again when it comes.",
            "Set the database server's clock right if it is wrong now. If it had run ahead, look for rows at"
                    + " the source with times that had not come yet: once they are mended there, the polls, or"
                    + " tidegate reimport, carry that to the cloud."),
    CLOCKS_APART(
            "TG-0520",
            "A source's clock and this machine's differ by more than ten minutes. Said once until they agree.",
            "Rows are read by the source's clock. While that has them complete up to a time more than ten minutes"
                    + " ahead of this machine's, the cloud is told only what was complete when the two last agreed.",
            "Set the clock that is wrong, and let both follow a time server."),
    STATES_LEFT_OPEN(
            "TG-0521",
            "Agents' states have had no end within status.max-open. Counted once a night; no agent is named.",
            "They stay open in the cloud: an end is never invented, and nobody watches for theirs any more. If"
                    + " one comes after all, the nightly comparison sends it as far back as it reads.",
            "Look at the days named with tidegate preview SOURCE --from DAY --to DAY. If they are log-offs, name"
                    + " the ACD's word for them in status.log-off; if states do last that long, raise"
                    + " status.max-open; then tidegate reimport SOURCE --from DAY --to DAY."),
    CLOUD_MEANS_OTHER(
            "TG-0522",
            "A new data folder has compared the look-back with what the cloud has of it: of the windows that hold"
                    + " as many rows there as at the source none is the same.",
            "What is there is replaced, days before the reconciliation are not: the two may not fit together."
                    + " A lost folder has forgotten which columns and settings its rows were made with, and"
                    + " pseudonyms.key if it was not backed up.",
            "If that is not wanted, tidegate pause SOURCE at once; restore pseudonyms.key, the columns or the"
                    + " settings that have changed; tidegate resume SOURCE, and tidegate reimport SOURCE"
                    + " --from DAY --to DAY for what was replaced. If it is wanted, reimport the days before."),
    ROWS_TWICE(
            "TG-0525",
            "Many rows of a query came more than once: contacts or states of one identity (of a read's rows more than one"
                    + " in a hundred and ten at least, or most of one queue or agent), or, where rows have no identity and among"
                    + " intervals, nearly all rows of a queue two or three times with the same values. A JOIN that finds several"
                    + " rows for one key makes such rows, such as two names of one queue. Of many rows a fair sample is counted."
                    + " Said once while it stays, once a day at most.",
            "They are sent as they come: two equal contacts are two contacts, so numbers in the cloud are too high.",
            "Let each JOIN of the query find one row: by a condition on what is valid, or a sub-select with SELECT"
                    + " DISTINCT ON or ROW_NUMBER(). tidegate preview SOURCE --from DAY --to DAY shows such rows. Polls"
                    + " and nights then mend the days that they read; tidegate reimport SOURCE --from DAY --to DAY"
                    + " mends older ones. If the rows are right, let it be."),
    ROWS_TWICE_NO_MORE(
            "TG-0526",
            "Rows that came more than once do so no longer.",
            "The windows read since are right in the cloud.",
            "tidegate reimport SOURCE --from DAY --to DAY for older days that were read while they came twice.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    WindowEvent(String id, String meaning, String effect, String remedy) {
        this.id = id;
        this.meaning = meaning;
        this.effect = effect;
        this.remedy = remedy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String effect() {
        return effect;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
