import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kernelmaven.vm.Ktap;

/** Prints what the plugin reads in logs: {@code NAME STATUS PASSED FAILED CRASHED SKIPPED ERRORS}, a line a log. */
final class KtapCounts {

    public static void main(String[] logs) throws Exception {
        for (var log : logs) {
            var ktap = new Ktap();
            Files.readString(Path.of(log), StandardCharsets.UTF_8).lines().forEach(ktap::line);
            var tally = ktap.tally();
            System.out.println(Path.of(log).getFileName() + " " + ktap.status() + " " + tally.passed() + " "
                    + tally.failed() + " " + tally.crashed() + " " + tally.skipped() + " " + tally.errors());
        }
    }
}
