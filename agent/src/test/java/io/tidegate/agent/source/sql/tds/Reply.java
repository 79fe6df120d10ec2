package io.tidegate.agent.source.sql.tds;

import io.tidegate.agent.source.sql.tds.Packets.Message;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;

/** The reply to one message of a client. */
final class Reply {
    private static final String DESCRIBE = "set fmtonly on ";
    private static final byte[] TRANSACTION = {1, 0, 0, 0, 0, 0, 0, 0};

    private final TdsSession session;
    private final TdsPeer peer;
    private final Packets packets;
    private int handle;
    private boolean procedure;

    Reply(TdsSession session, TdsPeer peer, Packets packets) {
        this.session = session;
        this.peer = peer;
        this.packets = packets;
    }

    void to(Message message) throws IOException, InterruptedException {
        switch (message.type()) {
            case Packets.BATCH -> toBatch(Request.batch(message.body()));
            case Packets.RPC -> toCall(Request.call(message.body()));
            case Packets.TRANSACTION -> toTransaction();
            case Packets.ATTENTION -> {}
            default -> throw new IllegalStateException("message " + message.type());
        }
        if (message.type() != Packets.ATTENTION) {
            packets.end();
        }
        attend();
    }

    private void toBatch(Request request) throws IOException, InterruptedException {
        String text = request.text();
        boolean describe = text.toLowerCase(Locale.ROOT).startsWith(DESCRIBE);
        Answer answer = peer.answer(request);
        if (describe && answer instanceof Answer.Rows rows) {
            write(rows.described());
        } else {
            write(answer);
        }
    }

    private void toCall(Request call) throws IOException, InterruptedException {
        procedure = true;
        Request request = call;
        if (call.how().equals("sp_execute")) {
            request = call.prepared(session.prepared(call.handle()));
        }
        if (call.how().equals("sp_prepexec") || call.how().equals("sp_prepare")) {
            handle = session.prepare(call);
        }
        write(call.how().equals("sp_prepare") ? new Answer.Done() : peer.answer(request));
    }

    private void toTransaction() throws IOException {
        packets.write(Tokens.changed(Tokens.BEGUN, TRANSACTION, new byte[0]));
        packets.write(Tokens.done(Tokens.DONE, 0, 0));
    }

    private void write(Answer answer) throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Done _ -> end(0, 0);
            case Answer.Failure failure -> {
                packets.write(
                        Tokens.message(failure.number(), failure.severity(), failure.message()));
                end(Tokens.ERROR, 0);
            }
            case Answer.Stall _ -> {
                packets.flush();
                session.awaitCall();
                packets.write(Tokens.done(Tokens.DONE, Tokens.ERROR, 0));
            }
            case Answer.Cut _ -> {
                packets.flush();
                session.cut();
            }
            case Answer.Rows rows -> rows(rows);
        }
    }

    private void rows(Answer.Rows answer) throws IOException, InterruptedException {
        packets.write(Tokens.columns(answer.columns()));
        long sent = 0;
        for (Iterator<Object[]> all = answer.rows().apply(last()); all.hasNext(); sent++) {
            if (session.isCalled() || session.isGone()) {
                packets.write(Tokens.done(Tokens.DONE, Tokens.ERROR, 0));
                return;
            }
            Object[] row = all.next();
            packets.write(
                    answer.compact()
                            ? Tokens.compactRow(answer.columns(), row)
                            : Tokens.row(answer.columns(), row));
        }
        if (answer.then() instanceof Answer.Done) {
            end(Tokens.COUNT, sent);
        } else {
            write(answer.then());
        }
    }

    private Request last() {
        return peer.requests().getLast();
    }

    private void end(int status, long rows) throws IOException {
        if (!procedure) {
            packets.write(Tokens.done(Tokens.DONE, status, rows));
            return;
        }
        packets.write(Tokens.done(Tokens.DONE_IN_PROCEDURE, status | Tokens.MORE, rows));
        packets.write(Tokens.fine());
        if (handle > 0) {
            packets.write(Tokens.handle(handle));
        }
        packets.write(Tokens.done(Tokens.DONE_PROCEDURE, status & Tokens.ERROR, 0));
    }

    /** That it was heard is a message of its own, behind what was cut short (MS-TDS 2.2.1.7). */
    private void attend() throws IOException {
        if (session.isCalled()) {
            session.heard();
            packets.write(Tokens.done(Tokens.DONE, Tokens.ATTENTION, 0));
            packets.end();
        }
    }
}
