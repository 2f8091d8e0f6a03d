package org.kernelmaven.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes test results as Maven Surefire does, for what reads its reports: {@code TEST-SUITE.xml} a suite, by
 * surefire-test-report.xsd. A failed test is a failure, one that did not end an error, with the lines of the console
 * that came before. KTAP has no times, so they are zero.
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

    /** Writes a file for each suite among the results; one of an earlier run is replaced. */
    public void write(List<Ktap.Result> results) throws IOException {
        var suites = new LinkedHashMap<String, List<Ktap.Result>>();
        for (var result : results) {
            suites.computeIfAbsent(result.suite(), name -> new ArrayList<>()).add(result);
        }
        if (suites.isEmpty()) {
            return;
        }
        Files.createDirectories(directory);
        for (Map.Entry<String, List<Ktap.Result>> suite : suites.entrySet()) {
            write(group + suite.getKey(), suite.getValue());
        }
    }

    /** What is left of a result's name without its suite's, or all of it where it is a suite's own. */
    private static String test(Ktap.Result result) {
        return result.name().substring(result.name().indexOf('.') + 1);
    }

    private void write(String suite, List<Ktap.Result> results) throws IOException {
        // A suite's name is up to the module: no separator, nothing hidden, no more than a file's name may have.
        var name = suite.replaceAll("[^A-Za-z0-9_-]", "_");
        var file = directory.resolve("TEST-" + name.substring(0, Math.min(name.length(), 200)) + ".xml");
        var temporary = Files.createTempFile(directory, "report", ".tmp");
        try {
            try (var out = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
                var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
                xml.writeStartDocument("UTF-8", "1.0");
                xml.writeCharacters("\n");
                suite(xml, suite, results);
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

    private static void suite(XMLStreamWriter xml, String suite, List<Ktap.Result> results) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute(xml, "name", suite);
        attribute(xml, "time", "0");
        attribute(xml, "tests", Integer.toString(results.size()));
        attribute(xml, "errors", count(results, Ktap.Status.CRASHED));
        attribute(xml, "skipped", count(results, Ktap.Status.SKIPPED));
        attribute(xml, "failures", count(results, Ktap.Status.FAILED));
        xml.writeCharacters("\n");
        // The schema wants it, though nothing of a kernel's test is in it.
        xml.writeEmptyElement("properties");
        xml.writeCharacters("\n");
        for (var result : results) {
            test(xml, suite, result);
        }
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    private static void test(XMLStreamWriter xml, String suite, Ktap.Result result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "name", test(result));
        attribute(xml, "classname", suite);
        attribute(xml, "time", "0");
        var lines = result.diagnostics();
        var first = lines.isEmpty() ? "" : lines.get(0);
        switch (result.status()) {
            case PASSED -> {}
            case SKIPPED -> {
                xml.writeEmptyElement("skipped");
                attribute(xml, "message", first);
            }
            case FAILED -> bad(xml, "failure", first, lines);
            case CRASHED -> bad(xml, "error", first, lines);
        }
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    private static void bad(XMLStreamWriter xml, String element, String message, List<String> lines)
            throws XMLStreamException {
        xml.writeStartElement(element);
        attribute(xml, "message", message);
        attribute(xml, "type", "kunit");
        xml.writeCharacters(text(String.join("\n", lines)));
        xml.writeEndElement();
        xml.writeStartElement("system-out");
        xml.writeCharacters(text(String.join("\n", lines)));
        xml.writeEndElement();
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

    private static String count(List<Ktap.Result> results, Ktap.Status status) {
        return Long.toString(
                results.stream().filter(result -> result.status() == status).count());
    }
}
