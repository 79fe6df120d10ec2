package io.tidegate.demo;

import com.fasterxml.jackson.databind.JsonNode;

/** How far the history is, over all streams. */
record Progress(long windows, long total, long rows, String eta) {
    static Progress of(JsonNode status) {
        long windows = 0;
        long total = 0;
        long rows = 0;
        String eta = "";
        for (JsonNode stream : status.path("streams")) {
            JsonNode backfill = stream.path("backfill");
            windows += backfill.path("done").asLong();
            total += backfill.path("total").asLong();
            rows += stream.path("rowsSent").asLong();
            String its = backfill.path("eta").asText("");
            eta = its.length() > eta.length() || its.compareTo(eta) > 0 ? its : eta;
        }
        return new Progress(windows, total, rows, eta);
    }

    boolean done() {
        return total > 0 && windows >= total;
    }

    double share() {
        return total == 0 ? 0 : (double) windows / total;
    }
}
