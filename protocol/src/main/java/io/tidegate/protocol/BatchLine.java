package io.tidegate.protocol;

/** What a batch holds after its header. */
public sealed interface BatchLine {
    /**
     * A row that keeps all rules.
     *
     * @param number counts from 1 within the batch
     */
    record Good(int number, Row row) implements BatchLine {}

    /**
     * A row to be rejected.
     *
     * @param number counts from 1 within the batch
     */
    record Bad(int number, RowFault fault) implements BatchLine {}

    /**
     * The trailer: the batch is complete.
     *
     * @param rows how many rows came before, good and bad
     * @param last whether the scope takes effect with this batch
     */
    record End(int rows, boolean last) implements BatchLine {}
}
