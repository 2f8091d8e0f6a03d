package org.kernelmaven.fetch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A transport on java.net.http, as simple as the contract allows. */
final class JdkTransport implements Transport {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Override
    public void download(URI uri, Path target, boolean resume) throws IOException {
        var request = HttpRequest.newBuilder(uri);
        if (resume) {
            request.header("Range", "bytes=" + Files.size(target) + "-");
        }
        HttpResponse<java.io.InputStream> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        try (var body = response.body()) {
            if (response.statusCode() == 404) {
                throw new FileNotFoundException("HTTP status 404");
            }
            if (response.statusCode() / 100 != 2) {
                throw new HttpStatusException(response.statusCode(), "");
            }
            try (var output = Files.newOutputStream(
                    target,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    response.statusCode() == 206 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
                body.transferTo(output);
            }
        }
    }
}
