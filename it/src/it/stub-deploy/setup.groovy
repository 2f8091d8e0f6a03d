// A repository that takes PUT and answers GET; it lives as long as the invoker.
import com.sun.net.httpserver.HttpServer
import java.nio.file.Files

def root = new File(basedir, 'target-http').toPath()
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/') { exchange ->
    def file = root.resolve(exchange.requestURI.path.substring(1)).normalize()
    def body = new byte[0]
    def status = 404
    if (!file.startsWith(root)) {
        status = 400
    } else if (exchange.requestMethod == 'PUT') {
        Files.createDirectories(file.parent)
        Files.write(file, exchange.requestBody.bytes)
        status = 201
    } else if (Files.isRegularFile(file)) {
        body = Files.readAllBytes(file)
        status = 200
    }
    exchange.sendResponseHeaders(status, exchange.requestMethod == 'HEAD' || body.length == 0 ? -1 : body.length)
    if (exchange.requestMethod != 'HEAD') {
        exchange.responseBody.write(body)
    }
    exchange.close()
}
server.start()
new File(basedir, 'http.properties').text = "it.repository = http://localhost:${server.address.port}/\n"
new File(basedir, 'file.properties').text = "it.repository = ${new File(basedir, 'target-file').toURI()}\n"
true
