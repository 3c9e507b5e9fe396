package io.dispatcher.scenarios.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A run as the XML that build servers read: a suite, a case for each step. */
final class JunitReport {
    private final XMLStreamWriter xml;

    private JunitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static byte[] of(JsonNode report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            new JunitReport(xml).suite(report);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private void suite(JsonNode report) throws XMLStreamException {
        JsonNode steps = report.path("steps");
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        attribute("name", report.path("name").asText());
        attribute("id", report.path("run_id").asText());
        attribute("timestamp", report.path("started_at").asText());
        attribute("tests", Integer.toString(steps.size()));
        attribute("failures", Integer.toString(count(steps, "failed")));
        attribute("errors", Integer.toString(count(steps, "error") + count(steps, "cancelled")));
        attribute("skipped", Integer.toString(count(steps, "skipped")));
        attribute("time", seconds(report));
        xml.writeStartElement("properties");
        property("seed", report.path("seed").asText());
        property("status", report.path("status").asText());
        xml.writeEndElement();
        for (JsonNode step : steps) {
            step(report, step);
        }
        if (report.hasNonNull("error")) {
            xml.writeStartElement("system-err");
            xml.writeCharacters(clean(report.path("error").asText()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static int count(JsonNode steps, String status) {
        int count = 0;
        for (JsonNode step : steps) {
            count += step.path("status").asText().equals(status) ? 1 : 0;
        }
        return count;
    }

    private static String seconds(JsonNode report) {
        if (!report.hasNonNull("finished_at")) {
            return "0";
        }
        Instant begun = Instant.parse(report.path("started_at").asText());
        Instant ended = Instant.parse(report.path("finished_at").asText());
        return String.format(Locale.ROOT, "%.3f", Duration.between(begun, ended).toMillis() / 1e3);
    }

    private void step(JsonNode report, JsonNode step) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("classname", report.path("name").asText());
        attribute(
                "name", step.path("name").asText() + " [row " + step.path("row").asInt() + "]");
        double milliseconds = 0;
        for (JsonNode result : step.path("results")) {
            milliseconds = Math.max(
                    milliseconds, result.at("/response/timings/total_ms").asDouble());
        }
        attribute("time", String.format(Locale.ROOT, "%.3f", milliseconds / 1e3));
        switch (step.path("status").asText()) {
            case "failed" -> told("failure", ReportText.why(step));
            case "error", "cancelled" -> told("error", ReportText.why(step));
            case "skipped" -> xml.writeEmptyElement("skipped");
            default -> {}
        }
        xml.writeEndElement();
    }

    private void told(String element, String why) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("message", why.lines().findFirst().orElse(""));
        xml.writeCharacters(clean(why));
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    /** Without characters that XML 1.0 cannot say. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t' || c == '\n' || c >= 0x20 && c < 0xd800 || c > 0xdfff && c < 0xfffe || c > 0xffff
                        ? c
                        : '\ufffd')
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
