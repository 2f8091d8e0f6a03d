package org.kernelmaven.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes test results as Maven Surefire does, for what reads its reports: {@code TEST-SUITE.xml} a suite, by
 * surefire-test-report.xsd. A failed test is a failure, one that did not end an error, with the lines of the console
 * that came before. One that failed in one guest and passed in another is flaky, and passed. KTAP has no times, so they
 * are zero.
 */
public final class SurefireReports {

    private final Path directory;
    private final String group;

    /** @param directory where the files go; is created */
    public SurefireReports(Path directory) {
        this(directory, "");
    }

    /**
     * @param group stands before each suite's name, with a dot, as a package does before a class; where the same suites
     *     ran elsewhere too
     */
    public SurefireReports(Path directory, String group) {
        this.directory = directory;
        this.group = group.isEmpty() ? "" : group + ".";
    }

    /** Writes a file for each suite among the tests; one of an earlier run is replaced. */
    public void write(List<Attempts> tests) throws IOException {
        var suites = new LinkedHashMap<String, List<Attempts>>();
        for (var test : tests) {
            suites.computeIfAbsent(test.suite(), name -> new ArrayList<>()).add(test);
        }
        if (suites.isEmpty()) {
            return;
        }
        Files.createDirectories(directory);
        for (Map.Entry<String, List<Attempts>> suite : suites.entrySet()) {
            write(group + suite.getKey(), suite.getValue());
        }
    }

    /** What is left of a test's name without its suite's, or all of it where it is a suite's own. */
    private static String test(Attempts test) {
        return test.name().substring(test.name().indexOf('.') + 1);
    }

    private void write(String suite, List<Attempts> tests) throws IOException {
        // A suite's name is up to the module: no separator, nothing hidden, no more than a file's name may have.
        var name = suite.replaceAll("[^A-Za-z0-9_-]", "_");
        var file = directory.resolve("TEST-" + name.substring(0, Math.min(name.length(), 200)) + ".xml");
        var temporary = Files.createTempFile(directory, "report", ".tmp");
        try {
            try (var out = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
                var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
                xml.writeStartDocument("UTF-8", "1.0");
                xml.writeCharacters("\n");
                suite(xml, suite, tests);
                xml.writeEndDocument();
                xml.close();
            } catch (XMLStreamException e) {
                throw new IOException("the test report '" + file + "' cannot be written: " + e.getMessage(), e);
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void suite(XMLStreamWriter xml, String suite, List<Attempts> tests) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute(xml, "name", suite);
        attribute(xml, "time", "0");
        attribute(xml, "tests", Integer.toString(tests.size()));
        attribute(xml, "errors", count(tests, Ktap.Status.CRASHED));
        attribute(xml, "skipped", count(tests, Ktap.Status.SKIPPED));
        attribute(xml, "failures", count(tests, Ktap.Status.FAILED));
        attribute(
                xml,
                "flakes",
                Long.toString(tests.stream().filter(Attempts::isFlake).count()));
        xml.writeCharacters("\n");
        // The schema wants it, though nothing of a kernel's test is in it.
        xml.writeEmptyElement("properties");
        xml.writeCharacters("\n");
        for (var test : tests) {
            test(xml, suite, test);
        }
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    private static void test(XMLStreamWriter xml, String suite, Attempts test) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "name", test(test));
        attribute(xml, "classname", suite);
        attribute(xml, "time", "0");
        var first = test.first();
        if (test.status() == Ktap.Status.SKIPPED && !test.isFlake()) {
            xml.writeEmptyElement("skipped");
            attribute(xml, "message", message(first));
        }
        if (test.status().isBad()) {
            xml.writeStartElement(element("", first));
            attribute(xml, "message", message(first));
            attribute(xml, "type", "kunit");
            xml.writeCharacters(lines(first));
            xml.writeEndElement();
            output(xml, first);
            for (var again : test.results().subList(1, test.results().size())) {
                again(xml, "rerun", again);
            }
        } else {
            for (var bad : test.results()) {
                if (bad.status().isBad()) {
                    again(xml, "flaky", bad);
                }
            }
        }
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    /** One of several turns, whose parts are elements of their own. */
    private static void again(XMLStreamWriter xml, String kind, Ktap.Result result) throws XMLStreamException {
        xml.writeStartElement(element(kind, result));
        attribute(xml, "message", message(result));
        attribute(xml, "type", "kunit");
        xml.writeStartElement("stackTrace");
        xml.writeCharacters(lines(result));
        xml.writeEndElement();
        output(xml, result);
        xml.writeEndElement();
    }

    private static void output(XMLStreamWriter xml, Ktap.Result result) throws XMLStreamException {
        xml.writeStartElement("system-out");
        xml.writeCharacters(lines(result));
        xml.writeEndElement();
    }

    /** {@code failure}, {@code rerunError}, … */
    private static String element(String kind, Ktap.Result result) {
        var what = result.status() == Ktap.Status.CRASHED ? "Error" : "Failure";
        return kind.isEmpty() ? what.toLowerCase(Locale.ROOT) : kind + what;
    }

    private static String message(Ktap.Result result) {
        return result.diagnostics().isEmpty() ? "" : result.diagnostics().get(0);
    }

    private static String lines(Ktap.Result result) {
        return text(String.join("\n", result.diagnostics()));
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, text(value));
    }

    /** What XML 1.0 cannot hold becomes a question mark. */
    private static String text(String text) {
        return text.codePoints()
                .map(c -> c == '\t' || c == '\n' || (c >= ' ' && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) || c > 0xFFFF
                        ? c
                        : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String count(List<Attempts> tests, Ktap.Status status) {
        return Long.toString(
                tests.stream().filter(test -> test.status() == status).count());
    }
}
