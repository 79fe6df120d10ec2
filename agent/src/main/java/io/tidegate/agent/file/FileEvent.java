package io.tidegate.agent.file;

import io.tidegate.agent.event.Event;

/** What the intake of files says. */
public enum FileEvent implements Event {
    FOLDER_AWAY(
            "TG-0301",
            "The drop folder of a source cannot be read.",
            "None: nothing is taken from it; files that lie there stay.",
            "See that csv.directory is right, that the share is mounted, and that the service's"
                    + " account may read it. Reading goes on by itself."),
    FOLDER_BACK(
            "TG-0302", "The drop folder can be read again.", "None: reading goes on.", "Nothing."),
    TAKEN(
            "TG-0303",
            "A file was read completely and waits to be sent.",
            "Its rows take effect as a whole once the ingest has them.",
            "Nothing. Rejected rows are listed with reasons in the rejects folder."),
    REFUSED(
            "TG-0304",
            "A file cannot be read under these settings, or has more bad rows than reject-limit"
                    + " allows.",
            "Nothing of the file takes effect.",
            "See its rows with tidegate rejects show. Mend the settings as the message says: the"
                    + " file is then tried again by itself. Or drop a mended file."),
    ROWS_LEFT_OUT(
            "TG-0350",
            "Rows of a file do not count by csv.only or csv.not; a warning where none is left.",
            "They are not sent and are no rejects.",
            "Nothing if that is meant; else mend the texts of csv.only and csv.not, and send the"
                    + " days again with tidegate reimport."),
    HELD(
            "TG-0305",
            "A file waits for a person: it can be read in two ways, is not written like the files"
                    + " before it, would lower intervals that are stored or take away much of what"
                    + " is, or says again what was added up already.",
            "Nothing of the file takes effect; what is stored stands.",
            "Add one of the lines that the message offers, or decide with tidegate accept or"
                    + " tidegate keep."),
    DUPLICATE(
            "TG-0306",
            "A file with the same content was taken before, whatever its name.",
            "None: it is not sent again.",
            "Nothing."),
    PUT_BACK(
            "TG-0325",
            "A file has a content again that had given way to another one, or one that could not be"
                    + " taken was dropped or touched again.",
            "It is judged again and counts as the newest file.",
            "Nothing."),
    CHANGED(
            "TG-0307",
            "A file was changed, replaced or deleted while it was read.",
            "What was read of it is dropped; it is read anew when it has come to rest.",
            "Nothing. Should it happen often, let the exporting program write under another name"
                    + " and rename the file when it is complete, or raise csv.quiet-time."),
    UNREADABLE(
            "TG-0308",
            "A file cannot be opened or read just now.",
            "None yet: it is tried again, other files go on.",
            "See that no program holds it open, and that the service's account may read it."),
    MISSING(
            "TG-0309",
            "A file is to be sent again and is neither in the folder nor in its archive.",
            "The ingest lacks its rows.",
            "Put the file back into the folder; or tidegate keep, which leaves what the ingest has"
                    + " and asks no more."),
    VANISHED(
            "TG-0310",
            "A file was deleted or replaced before it was taken.",
            "None: nothing of it was sent.",
            "Nothing, if that was intended."),
    PUT_AWAY(
            "TG-0311",
            "A file that the ingest has committed was put away as csv.after says.",
            "None.",
            "Nothing."),
    MOVE_REFUSED(
            "TG-0312",
            "A file could not be moved or deleted.",
            "None: it is not taken twice.",
            "Give the service's account the right to move and delete files there, or set csv.after"
                    + " = keep. It is tried again."),
    COLUMNS_UNUSED(
            "TG-0313",
            "A file has columns that no setting uses.",
            "None: they are not sent.",
            "Nothing; or map them (source.<name>.map.<column>)."),
    ROWS_COMBINED(
            "TG-0314",
            "A file holds several rows of one queue, channel and interval.",
            "They became one row, as source.<name>.same-key says: added up (add, the default), or"
                    + " the last alone (last).",
            "See that same-key says what the export means: add for parts of an interval, last for"
                    + " corrections, reject if it must not happen."),
    TIMES_CHOSEN(
            "TG-0315",
            "Times of a repeated hour were placed by rule.",
            "They may be an hour off if the rule does not fit the source.",
            "See repeated-hour; better, export times with their offset."),
    DIALECT_LEARNT(
            "TG-0316",
            "How a source's files are written was found out from the first good file.",
            "Later files are read alike or held.",
            "Nothing."),
    NOT_A_FILE(
            "TG-0317",
            "A link, folder or device of a fitting name lies in the drop folder.",
            "It is not read.",
            "Put a copy of the file there instead."),
    INCOMPLETE(
            "TG-0318",
            "A file has come to rest without ending its last line, or is empty.",
            "It waits, in case it is still being written: it is taken when it has been still for as"
                    + " long as the message says, or a person is asked then.",
            "Nothing, if it is still being written or the message says when it is taken. Else let"
                    + " the export end its last line, or accept the file when it is held."),
    DATA_FOLDER_UNWRITABLE(
            "TG-0319",
            "Rejected rows could not be listed, or rows that wait for each other not be kept, in the"
                    + " data folder.",
            "The file waits, so that nothing goes unlisted.",
            "See that agent.data-dir can be written and its disk has room."),
    MISREAD(
            "TG-0320",
            "A file is UTF-8 with letters of several bytes, and was read in the encoding that"
                    + " csv.encoding names.",
            "It was taken; letters beyond A to Z, in names of queues for example, are garbled.",
            "Set csv.encoding = UTF-8, or let the export write one encoding; then send the days of"
                    + " the file again with tidegate reimport."),
    LINES_PASSED_OVER(
            "TG-0330",
            "A file has lines that are no data: the header once more, totals, titles or footers.",
            "None: they are passed over. What could be a row is never among them.",
            "Nothing; the lines are counted by kind, with the first of each."),
    GOES_ON(
            "TG-0340",
            "The taking of a large file was broken off and goes on behind its last stored part.",
            "Nothing of it is stored or sent twice.",
            "Nothing."),
    LEARNED(
            "TG-0355",
            "The archive was read at the first start of a data folder.",
            "None: nothing of it is sent. What those files said is known again, so that later ones"
                    + " are compared with it.",
            "Nothing.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    FileEvent(String id, String meaning, String effect, String remedy) {
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
