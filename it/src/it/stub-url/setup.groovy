// Nothing is downloaded yet. Serves the tarball; the first download of it breaks off in the middle. What was asked is kept for the check.
import com.sun.net.httpserver.HttpServer
import java.security.MessageDigest

new File(itLocalRepository, '.cache/kernel-maven-plugin').deleteDir()
def tarball = new File(basedir.parentFile.parentFile, 'linux-stub-6.1.999.tar.gz').bytes
def requests = new File(basedir, 'requests')
requests.text = ''
def broken = false
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/') { exchange ->
    def range = exchange.requestHeaders.getFirst('Range')
    synchronized (requests) {
        requests << "${exchange.requestMethod} ${exchange.requestURI} ${range ?: ''}\n"
    }
    if (exchange.requestURI.path != '/linux-6.1.999.tar.gz') {
        exchange.sendResponseHeaders(404, -1)
    } else if (exchange.requestMethod == 'HEAD') {
        exchange.sendResponseHeaders(200, -1)
    } else if (range) {
        def start = (range =~ /bytes=(\d+)-/)[0][1].toInteger()
        exchange.responseHeaders.add('Content-Range', "bytes ${start}-${tarball.length - 1}/${tarball.length}")
        exchange.sendResponseHeaders(206, tarball.length - start)
        exchange.responseBody.write(tarball, start, tarball.length - start)
    } else {
        exchange.sendResponseHeaders(200, tarball.length)
        exchange.responseBody.write(tarball, 0, broken ? tarball.length : tarball.length.intdiv(2))
        exchange.responseBody.flush()
        broken = true
    }
    exchange.close()
}
server.start()
def hash = 'sha256-' + MessageDigest.getInstance('SHA-256').digest(tarball).encodeBase64()
new File(basedir, 'server.properties').text = "source.server = http://localhost:${server.address.port}\nsource.hash = ${hash}\n"
true
