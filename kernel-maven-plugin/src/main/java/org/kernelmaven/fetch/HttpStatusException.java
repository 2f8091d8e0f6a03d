package org.kernelmaven.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server answered, but not with the file: 404, 503, a redirect without end. */
public final class HttpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Optional<Duration> retryAfter;

    /**
     * @param status the HTTP status code
     * @param reason what the server said, or why the status ended the download
     * @param retryAfter what its {@code Retry-After} header asks for
     */
    public HttpStatusException(int status, String reason, Optional<Duration> retryAfter) {
        super("HTTP status " + status + (reason.isBlank() ? "" : " (" + reason.strip() + ")"));
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** How long the server asks to wait. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether asking again may help: too many requests, or trouble on the server's side. */
    boolean mayPass() {
        return status == 429 || status == 408 || status >= 500;
    }
}
