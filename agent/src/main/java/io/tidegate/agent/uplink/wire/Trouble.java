package io.tidegate.agent.uplink.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

/** Says in a sentence why no connection came to stand. */
final class Trouble {
    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})");

    private Trouble() {}

    static Response.Lost proxy(Throwable cause, Route.Via via) {
        Matcher status = STATUS.matcher(String.valueOf(cause.getMessage()));
        String sentence = "the proxy " + via + " ";
        if (!status.find()) {
            return lost(Response.Why.PROXY, sentence + "cannot be reached or does not answer");
        }
        return lost(Response.Why.PROXY, sentence + refusal(status.group(1), via));
    }

    private static String refusal(String status, Route.Via via) {
        if (!status.equals("407")) {
            return "does not let the connector through to the ingest (" + status + ")";
        }
        return via.username().isPresent()
                ? "does not accept ingest.proxy.username and ingest.proxy.password (407); only"
                        + " Basic authentication is spoken"
                : "asks for a login (407): set ingest.proxy.username and ingest.proxy.password";
    }

    static Response.Lost connect(Target target) {
        return lost(
                Response.Why.CONNECT,
                "no connection to " + target + ": nothing answers there, or a firewall refuses it");
    }

    static Response.Lost name(Target target, Route route) {
        return switch (route) {
            case Route.Via via ->
                    lost(Response.Why.NAME, "the name of the proxy " + via + " is not known");
            case Route.Direct _ when target.tls() ->
                    lost(Response.Why.NAME, "the name of the ingest " + target + " is not known");
            case Route.Direct _ ->
                    lost(
                            Response.Why.NAME,
                            target + " is not this machine, and plain http goes no further");
        };
    }

    static Response.Lost tls(Throwable cause, Target target) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ExplainingTrust.UntrustedException) {
                return lost(Response.Why.TLS, at.getMessage());
            }
        }
        return lost(
                Response.Why.TLS,
                "no TLS connection to " + target + " came to stand (" + reason(cause) + ")");
    }

    /** Whether the failure is about whom we trust, which no other protocol mends. */
    static boolean isDistrust(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ExplainingTrust.UntrustedException) {
                return true;
            }
        }
        return false;
    }

    /** TLS libraries speak of protocols and certificates, never of what is sent. */
    private static String reason(Throwable cause) {
        return cause instanceof SSLException
                ? String.valueOf(cause.getMessage())
                : "the other end hung up";
    }

    static Response.Lost lost(Response.Why why, String sentence) {
        return new Response.Lost(why, sentence, false);
    }
}
