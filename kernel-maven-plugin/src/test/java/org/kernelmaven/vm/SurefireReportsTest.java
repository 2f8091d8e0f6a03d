package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class SurefireReportsTest {

    @TempDir
    private Path directory;

    private Element suite(String file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve(file).toFile())
                .getDocumentElement();
    }

    private void write(Ktap.Result... results) throws Exception {
        new SurefireReports(directory)
                .write(Stream.of(results).map(Attempts::of).toList());
    }

    @Test
    void aTestThatPassedInTheEndIsFlaky() throws Exception {
        new SurefireReports(directory)
                .write(List.of(new Attempts(List.of(
                        new Ktap.Result("shapes.area", Ktap.Status.FAILED, List.of("x.c:3", "1 == 2")),
                        new Ktap.Result("shapes.area", Ktap.Status.CRASHED, List.of("began and did not end")),
                        new Ktap.Result("shapes.area", Ktap.Status.PASSED, List.of())))));
        var shapes = suite("TEST-shapes.xml");
        assertThat(List.of("tests", "failures", "errors", "flakes"))
                .extracting(shapes::getAttribute)
                .containsExactly("1", "0", "0", "1");
        var flake = (Element) shapes.getElementsByTagName("flakyFailure").item(0);
        assertThat(flake.getAttribute("message")).isEqualTo("x.c:3");
        assertThat(flake.getElementsByTagName("stackTrace").item(0).getTextContent())
                .contains("1 == 2");
        assertThat(shapes.getElementsByTagName("flakyError").getLength()).isOne();
        assertThat(shapes.getElementsByTagName("failure").getLength()).isZero();
    }

    @Test
    void aTestThatNeverPassedHasItsRerunsBesideItsFailure() throws Exception {
        new SurefireReports(directory)
                .write(List.of(new Attempts(List.of(
                        new Ktap.Result("shapes.area", Ktap.Status.FAILED, List.of("first")),
                        new Ktap.Result("shapes.area", Ktap.Status.FAILED, List.of("second"))))));
        var shapes = suite("TEST-shapes.xml");
        assertThat(shapes.getAttribute("failures")).isEqualTo("1");
        assertThat(((Element) shapes.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .isEqualTo("first");
        assertThat(((Element) shapes.getElementsByTagName("rerunFailure").item(0)).getAttribute("message"))
                .isEqualTo("second");
    }

    @Test
    void aSuiteIsAFileWithItsCounts() throws Exception {
        write(
                new Ktap.Result("shapes.good", Ktap.Status.PASSED, List.of()),
                new Ktap.Result("shapes.param.a", Ktap.Status.SKIPPED, List.of("not here")),
                new Ktap.Result("shapes.bad", Ktap.Status.FAILED, List.of("EXPECTATION FAILED <at> x.c:3", "1 == 2")),
                new Ktap.Result("other.gone", Ktap.Status.CRASHED, List.of("began and did not end")));
        var shapes = suite("TEST-shapes.xml");
        assertThat(List.of("tests", "failures", "errors", "skipped"))
                .extracting(shapes::getAttribute)
                .containsExactly("3", "1", "0", "1");
        var bad = (Element) shapes.getElementsByTagName("testcase").item(2);
        assertThat(bad.getAttribute("name")).isEqualTo("bad");
        assertThat(bad.getAttribute("classname")).isEqualTo("shapes");
        var failure = (Element) bad.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("EXPECTATION FAILED <at> x.c:3");
        assertThat(failure.getTextContent()).contains("1 == 2");
        assertThat(suite("TEST-other.xml").getAttribute("errors")).isEqualTo("1");
    }

    @Test
    void anyNameAndAnyLineMakeAReport() throws Exception {
        write(new Ktap.Result("../../x.y", Ktap.Status.FAILED, List.of("\u0001 \ud800 ]]> ä 😀")));
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }
}
