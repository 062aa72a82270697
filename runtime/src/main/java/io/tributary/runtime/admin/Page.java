package io.tributary.runtime.admin;

import java.util.Objects;

/**
 * An answer of the admin server.
 *
 * @param status HTTP status
 * @param contentType media type with charset
 * @param body text of the answer
 */
public record Page(int status, String contentType, String body) {

    /** Refuses a page without text. */
    public Page {
        Objects.requireNonNull(contentType, "contentType is null");
        Objects.requireNonNull(body, "body is null");
    }

    /** Plain text. */
    public static Page text(int status, String body) {
        return new Page(status, "text/plain; charset=utf-8", body);
    }

    /** JSON. */
    public static Page json(int status, String body) {
        return new Page(status, "application/json; charset=utf-8", body);
    }
}
