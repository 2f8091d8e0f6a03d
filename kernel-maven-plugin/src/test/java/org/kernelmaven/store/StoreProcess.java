package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process that makes an entry: tells when its maker runs, and waits for a byte on its standard input. */
final class StoreProcess {

    static final String KEY = "shared";

    private StoreProcess() {}

    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        var entry = new Store(root, root).getOrMake(Kind.TREE, KEY, temporary -> {
            Files.createDirectory(temporary);
            Files.writeString(
                    temporary.resolve("half"), "by " + ProcessHandle.current().pid());
            System.out.println("making");
            System.out.flush();
            if (System.in.read() < 0) {
                throw new IOException("nobody said to go on");
            }
            Files.writeString(
                    temporary.resolve("whole"), "by " + ProcessHandle.current().pid());
        });
        System.out.println(Files.readString(entry.resolve("whole")));
    }

    static Process start(Path root, String... wrapper) throws IOException {
        var command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                root.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
