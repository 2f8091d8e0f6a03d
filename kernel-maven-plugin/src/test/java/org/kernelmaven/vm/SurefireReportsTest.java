package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void aSuiteIsAFileWithItsCounts() throws Exception {
        new SurefireReports(directory)
                .write(List.of(
                        new Ktap.Result("shapes.good", Ktap.Status.PASSED, List.of()),
                        new Ktap.Result("shapes.param.a", Ktap.Status.SKIPPED, List.of("not here")),
                        new Ktap.Result(
                                "shapes.bad", Ktap.Status.FAILED, List.of("EXPECTATION FAILED <at> x.c:3", "1 == 2")),
                        new Ktap.Result("other.gone", Ktap.Status.CRASHED, List.of("began and did not end"))));
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
        new SurefireReports(directory)
                .write(List.of(new Ktap.Result("../../x.y", Ktap.Status.FAILED, List.of("\u0001 \ud800 ]]> ä 😀"))));
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }
}
