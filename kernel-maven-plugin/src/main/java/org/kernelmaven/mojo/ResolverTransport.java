package org.kernelmaven.mojo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.spi.connector.transport.GetTask;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.eclipse.aether.transfer.NoTransporterException;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.HttpStatusException;
import org.kernelmaven.fetch.Transport;

/**
 * Downloads through Maven's own transport, so that the settings' proxies and certificates hold.
 *
 * <p>A source is no Maven repository: {@code mirrorOf} does not apply to it, only a server or mirror that it names
 * itself. Resuming is up to the transport: that of Maven 3.9 and later does, Wagon starts anew.
 */
final class ResolverTransport implements Transport {

    private static final int CONNECT_MILLIS = 10_000;

    /** How long a server may say nothing; Wagon's own default is 30 minutes. */
    private static final int READ_MILLIS = 60_000;

    /** How the transports of Maven 3.6 to 4.0 word it; none gives the number otherwise to a plugin. */
    private static final Pattern STATUS = Pattern.compile("status(?: code)?:? (\\d{3})");

    private final TransporterProvider transporters;
    private final RepositorySystemSession session;
    private final Map<String, String> mirrors;
    private final Via via;

    /** @param mirrors the urls of the settings' mirrors by id */
    ResolverTransport(TransporterProvider transporters, RepositorySystemSession session, Map<String, String> mirrors) {
        this(transporters, withTimeouts(session), mirrors, Via.DIRECT);
    }

    private ResolverTransport(
            TransporterProvider transporters, RepositorySystemSession session, Map<String, String> mirrors, Via via) {
        this.transporters = transporters;
        this.session = session;
        this.mirrors = Map.copyOf(mirrors);
        this.via = via;
    }

    @Override
    public Transport via(Via other) {
        return new ResolverTransport(transporters, session, mirrors, other);
    }

    @Override
    public void download(URI uri, Path target, boolean resume) throws IOException {
        var slash = uri.getRawPath().lastIndexOf('/') + 1;
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        // The transport of Maven 3.9 keeps what it got only if it got all: the listener keeps the rest.
        var scratch = target.resolveSibling(target.getFileName() + ".transfer");
        if (resume) {
            Files.copy(target, scratch, StandardCopyOption.REPLACE_EXISTING);
        }
        try (var transporter = transporters.newTransporter(session, repository(uri, slash));
                var received = new ReceivedBytes(target)) {
            get(
                    transporter,
                    new GetTask(URI.create(uri.getRawPath().substring(slash) + query))
                            .setDataFile(scratch.toFile(), resume)
                            .setListener(received.listener()));
        } catch (NoTransporterException e) {
            throw new IOException("Maven has no transport for '" + uri.getScheme() + "': " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private static void get(Transporter transporter, GetTask task) throws IOException {
        try {
            transporter.get(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (Exception e) { // what Transporter.get declares
            if (transporter.classify(e) == Transporter.ERROR_NOT_FOUND) {
                throw (IOException) new FileNotFoundException("the server has no such file").initCause(e);
            }
            var status = STATUS.matcher(String.valueOf(e.getMessage()));
            if (status.find()) {
                throw new HttpStatusException(Integer.parseInt(status.group(1)), "");
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    private RemoteRepository repository(URI uri, int nameStart) {
        var folder = via.mirror().map(this::mirror).orElse(uri.getScheme() + "://" + uri.getRawAuthority())
                + uri.getRawPath().substring(0, nameStart);
        var id = via.mirror().or(via::server).orElse(uri.getHost());
        var plain = new RemoteRepository.Builder(id, "default", folder).build();
        var repository = new RemoteRepository.Builder(plain);
        repository.setProxy(session.getProxySelector().getProxy(plain));
        if (via.server().isPresent() || via.mirror().isPresent()) {
            repository.setAuthentication(session.getAuthenticationSelector().getAuthentication(plain));
        }
        return repository.build();
    }

    private String mirror(String id) {
        var url = mirrors.get(id);
        if (url == null) {
            throw new UserException("parameter <source><mirror>: the settings have no mirror '" + id + "'. They have: "
                    + String.join(", ", mirrors.keySet().stream().sorted().toList()) + ".");
        }
        return url.replaceAll("/+$", "");
    }

    private static RepositorySystemSession withTimeouts(RepositorySystemSession session) {
        var copy = new DefaultRepositorySystemSession(session);
        copy.setConfigProperty(ConfigurationProperties.CONNECT_TIMEOUT, CONNECT_MILLIS);
        copy.setConfigProperty(ConfigurationProperties.REQUEST_TIMEOUT, READ_MILLIS);
        return copy;
    }
}
