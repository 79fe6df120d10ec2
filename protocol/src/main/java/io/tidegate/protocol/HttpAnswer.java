package io.tidegate.protocol;

/**
 * What came back over HTTP, from whomever.
 *
 * @param contentType the header's value, empty if there is none
 * @param body at most {@link Limits#ANSWER_BYTES}; a longer one is cut there plus one byte, so that
 *     it is seen to be too long
 */
public record HttpAnswer(int status, String contentType, byte[] body) {
    @Override
    public String toString() {
        return "HTTP %d, %d bytes of %s".formatted(status, body.length, contentType);
    }
}
