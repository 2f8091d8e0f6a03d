package org.kernelmaven.fetch;

import java.io.IOException;

/** A server answered, but not with the file: 404, 503, a redirect without end. */
public final class HttpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status the HTTP status code
     * @param reason what the server said, or why the status ended the download
     */
    public HttpStatusException(int status, String reason) {
        super("HTTP status " + status + (reason.isBlank() ? "" : " (" + reason.strip() + ")"));
        this.status = status;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** Whether asking again may help: too many requests, or trouble on the server's side. */
    boolean mayPass() {
        return status == 429 || status == 408 || status >= 500;
    }
}
