package org.kernelmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that uses a tree of the store until it is killed. */
final class StoreUser implements AutoCloseable {

    private final Process process;

    StoreUser(Path root, String key) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreUser.class.getName(),
                        root.toString(),
                        key)
                .redirectErrorStream(true)
                .start();
        var says = process.inputReader(UTF_8).readLine();
        if (!"uses".equals(says)) {
            throw new IOException(says);
        }
    }

    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        System.out.println(new Store(root, root).find(Kind.TREE, arguments[1]).isPresent() ? "uses" : "has not");
        System.out.flush();
        System.in.read();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
