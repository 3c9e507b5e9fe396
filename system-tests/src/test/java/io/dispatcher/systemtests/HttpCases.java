package io.dispatcher.systemtests;

import static io.dispatcher.systemtests.HttpCase.answered;
import static io.dispatcher.systemtests.HttpCase.brokenOff;
import static io.dispatcher.systemtests.HttpCase.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The conformance table: one row for each way to be misunderstood. */
final class HttpCases {
    private static final String CLOSE = "Connection: close\r\n";
    private static final String HOST = "Host: localhost\r\n";
    private static final String GET = "GET {p} HTTP/1.1\r\n" + HOST;
    private static final String POST = "POST {p} HTTP/1.1\r\n" + HOST;
    private static final String CHUNKED = POST + CLOSE + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String NEXT = "GET {p}-smuggled HTTP/1.1\r\n" + HOST + CLOSE + "\r\n";

    private HttpCases() {}

    static List<HttpCase> all() {
        List<HttpCase> cases = new ArrayList<>();
        cases.addAll(hosts());
        cases.addAll(lengths());
        cases.addAll(codings());
        cases.addAll(fields());
        cases.addAll(requestLines());
        cases.addAll(targets());
        cases.addAll(chunks());
        cases.addAll(sequences());
        return cases;
    }

    private static List<HttpCase> hosts() {
        List<HttpCase> cases = new ArrayList<>();
        cases.add(refused("no Host", "GET {p} HTTP/1.1\r\n\r\n", 400));
        cases.add(refused("two equal Hosts", GET + HOST + "\r\n", 400));
        cases.add(refused("two Hosts", GET + "Host: 127.0.0.1\r\n\r\n", 400));
        cases.add(refused("two Hosts in HTTP/1.0", "GET {p} HTTP/1.0\r\n" + HOST + HOST + "\r\n", 400));
        for (String host : List.of(
                "",
                "local host",
                "me@localhost",
                "localhost:x",
                "localhost:99999",
                "localhost/x",
                "localhost, localhost",
                "[::1",
                "local\\host",
                "a\u00e4")) {
            cases.add(refused("Host: '" + host + "'", "GET {p} HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 400));
        }
        return cases;
    }

    private static List<HttpCase> lengths() {
        List<HttpCase> cases = new ArrayList<>();
        cases.add(refused(
                "Content-Length with Transfer-Encoding",
                POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT,
                400));
        cases.add(refused(
                "Transfer-Encoding with Content-Length",
                POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + NEXT,
                400));
        cases.add(refused("differing lengths", POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400));
        for (String length : List.of(
                "+5",
                "-1",
                "5,5",
                "5, 6",
                "0x5",
                "5 5",
                "",
                "five",
                "5.0",
                "99999999999999999999",
                "5\u0000",
                "\u00b5")) {
            cases.add(refused(
                    "Content-Length: '" + length.replace('\u0000', '0') + "'",
                    POST + "Content-Length: " + length + "\r\n\r\nhello",
                    400));
        }
        cases.add(refused("lower-case twins", POST + "content-length: 5\r\ncONTENT-lENGTH: 7\r\n\r\nhello", 400));
        return cases;
    }

    private static List<HttpCase> codings() {
        List<HttpCase> cases = new ArrayList<>();
        for (String coding : List.of(
                "chunked, gzip",
                "gzip, chunked",
                "xchunked",
                "chunkedx",
                "chunked, chunked",
                "identity",
                "gzip",
                "",
                "chunked;q=1",
                "\"chunked\"",
                "\u000bchunked",
                "chunked, identity")) {
            cases.add(refused(
                    "Transfer-Encoding: '" + coding.replace('\u000b', '?') + "'",
                    POST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n" + NEXT,
                    400,
                    501));
        }
        cases.add(refused(
                "two Transfer-Encodings",
                POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                400,
                501));
        cases.add(refused(
                "Transfer-Encoding in HTTP/1.0",
                "POST {p} HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                400,
                501));
        cases.add(answered(
                "Transfer-Encoding in capitals",
                POST + CLOSE + "Transfer-Encoding: CHUNKED\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                200,
                "POST {p}"));
        return cases;
    }

    private static List<HttpCase> fields() {
        List<HttpCase> cases = new ArrayList<>();
        Map.ofEntries(
                        Map.entry("space before the colon", "X-A : b\r\n"),
                        Map.entry("tab before the colon", "X-A\t: b\r\n"),
                        Map.entry("space in a name", "X A: b\r\n"),
                        Map.entry("no name", ": b\r\n"),
                        Map.entry("no colon", "X-A\r\n"),
                        Map.entry("parentheses in a name", "X(A): b\r\n"),
                        Map.entry("slash in a name", "X/A: b\r\n"),
                        Map.entry("NUL in a name", "X\u0000A: b\r\n"),
                        Map.entry("eighth bit in a name", "X\u00e4A: b\r\n"),
                        Map.entry("NUL in a value", "X-A: b\u0000c\r\n"),
                        Map.entry("bare CR in a value", "X-A: b\rc: d\r\n"),
                        Map.entry("control character in a value", "X-A: b\u0001c\r\n"),
                        Map.entry("DEL in a value", "X-A: b\u007fc\r\n"),
                        Map.entry("bare LF after a value", "X-A: b\nX-B: c\r\n"),
                        Map.entry("obs-fold", "X-A: b\r\n c\r\n"),
                        Map.entry("obs-fold with a tab", "X-A: b\r\n\tTransfer-Encoding: chunked\r\n"),
                        Map.entry("a space and nothing", " \r\n"))
                .forEach((name, field) -> cases.add(refused(name, GET + field + "\r\n", 400)));
        cases.add(refused("space before the first field", "GET {p} HTTP/1.1\r\n Host: localhost\r\n\r\n", 400));
        cases.add(refused("bare LFs everywhere", "GET {p} HTTP/1.1\nHost: localhost\n\n", 400));
        cases.add(refused("a long field", GET + "X-A: " + "b".repeat(300_000) + "\r\n\r\n", 431));
        cases.add(refused("many fields", GET + "X-A: b\r\n".repeat(20_000) + "\r\n", 431));
        cases.add(answered("bytes over 127 in a value", GET + CLOSE + "X-A: \u00e4\r\n\r\n", 200, "GET {p}"));
        cases.add(answered("no space after a colon", GET + CLOSE + "X-A:b\r\nX-B: \tc \t\r\n\r\n", 200, "x-b: [c]"));
        cases.add(answered("an empty value", GET + CLOSE + "X-A:\r\n\r\n", 200, "x-a: []"));
        return cases;
    }

    private static List<HttpCase> requestLines() {
        List<HttpCase> cases = new ArrayList<>();
        for (String line : List.of(
                "GET {p} HTTP/1.1 ",
                "GET\t{p}\tHTTP/1.1",
                " GET {p} HTTP/1.1",
                "GET {p} x HTTP/1.1",
                "GET {p} HTTP /1.1",
                "G(ET {p} HTTP/1.1",
                "G\u0000ET {p} HTTP/1.1",
                "{p} HTTP/1.1",
                "GET {p}\u0001 HTTP/1.1",
                "GET {p}\u0000 HTTP/1.1",
                "GET {p}\rx HTTP/1.1",
                "\u0001\u0002\u0003")) {
            cases.add(refused("'" + line.replaceAll("\\p{Cntrl}", "?") + "'", line + "\r\n" + HOST + "\r\n", 400));
        }
        for (String version : List.of("HTTP/1.1x", "HTTP/1.", "HTTP/1", "XTTP/1.1")) {
            cases.add(refused("version " + version, "GET {p} " + version + "\r\n" + HOST + "\r\n", 400)
                    .atJetty(505));
        }
        // RFC 9112, section 3, lets a server take these, too, and Jetty does.
        for (String line : List.of("GET  {p} HTTP/1.1", "GET {p}  HTTP/1.1", "GET {p} http/1.1")) {
            cases.add(refused("'" + line + "'", line + "\r\n" + HOST + CLOSE + "\r\n", 400)
                    .atJetty(200));
        }
        cases.add(refused("HTTP/0.9", "GET {p}\r\n\r\n", 400, 505));
        cases.add(refused("HTTP/9.9", "GET {p} HTTP/9.9\r\n" + HOST + "\r\n", 505));
        cases.add(
                refused("HTTP/2.0", "GET {p} HTTP/2.0\r\n" + HOST + "\r\n", 505).atJetty(426));
        cases.add(refused("no version", "GET {p}\r\n" + HOST + "\r\n", 400).atJetty(505));
        cases.add(refused("HTTP/0.9, written", "GET {p} HTTP/0.9\r\n" + HOST + "\r\n", 400, 505));
        cases.add(
                refused("a long target", "GET {p}?" + "x".repeat(300_000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414, 431));
        cases.add(refused(
                "a long method", "G".repeat(300_000) + " {p} HTTP/1.1\r\n" + HOST + "\r\n", 400, 414, 431, 501));
        cases.add(answered("an unknown method", "BREW {p} HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 200, "BREW {p}"));
        cases.add(answered("an empty line first", "\r\n" + GET + CLOSE + "\r\n", 200, "GET {p}"));
        cases.add(answered("HTTP/1.0", "GET {p} HTTP/1.0\r\n" + HOST + "\r\n", 200, "GET {p}"));
        return cases;
    }

    private static List<HttpCase> targets() {
        List<HttpCase> cases = new ArrayList<>();
        cases.add(
                refused("CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", 400, 405, 501));
        cases.add(refused("no slash", "GET echo HTTP/1.1\r\n" + HOST + "\r\n", 400));
        cases.add(refused("an asterisk with GET", "GET * HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 400));
        cases.add(refused("a fragment", "GET {p}#x HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 400));
        cases.add(refused(
                "user in an absolute target", "GET http://a@localhost{p} HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 400));
        cases.add(refused("bad percent-encoding", "GET {p}/%zz HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 400));
        cases.add(refused("a broken-off percent-encoding", "GET {p}/%2 HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 400));
        cases.add(refused("an encoded NUL", "GET {p}/%00 HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 400));
        cases.add(answered(
                "absolute form", "GET http://localhost{p} HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 200, "GET {p}\n"));
        cases.add(answered(
                        "absolute form and another Host",
                        "GET http://localhost{p} HTTP/1.1\r\nHost: 127.0.0.1\r\n" + CLOSE + "\r\n",
                        200,
                        "")
                .atJetty(200, 400));
        cases.add(answered(
                "encoded slash", "GET {p}/a%2Fb HTTP/1.1\r\n" + HOST + CLOSE + "\r\n", 200, "GET {p}/a%2Fb\n"));
        cases.add(answered(
                "encoded dots and slash",
                "GET {p}/..%2fb HTTP/1.1\r\n" + HOST + CLOSE + "\r\n",
                200,
                "GET {p}/..%2fb\n"));
        cases.add(answered(
                "a body in a DELETE",
                "DELETE {p} HTTP/1.1\r\n" + HOST + CLOSE + "Content-Length: 2\r\n\r\nhi",
                200,
                "DELETE {p}\n"));
        cases.add(answered("a body in a GET", GET + CLOSE + "Content-Length: 2\r\n\r\nhi", 200, "GET {p}\n"));
        return cases;
    }

    private static List<HttpCase> chunks() {
        List<HttpCase> cases = new ArrayList<>();
        for (String bad : List.of(
                "zz\r\nhi\r\n0\r\n\r\n",
                "-2\r\nhi\r\n0\r\n\r\n",
                "+2\r\nhi\r\n0\r\n\r\n",
                "0x2\r\nhi\r\n0\r\n\r\n",
                " 2\r\nhi\r\n0\r\n\r\n",
                "2 \r\nhi\r\n0\r\n\r\n",
                "\r\nhi\r\n0\r\n\r\n",
                "2\nhi\r\n0\r\n\r\n",
                "2\rhi\r\n0\r\n\r\n",
                "2\r\nhi\n0\r\n\r\n",
                "2\r\nhi0\r\n\r\n",
                "2\r\nhixx\r\n0\r\n\r\n",
                "2\r\nhi\r\n0\r\n\n",
                "2\r\nhi\r\n0\r\n bad: x\r\n\r\n",
                "2\r\nhi\r\n0\r\nbad : x\r\n\r\n",
                "2\r\nhi\r\n0\r\nbad\r\n\r\n",
                "ffffffffffffffff\r\nhi\r\n0\r\n\r\n",
                "fffffffffffffffff2\r\nhi\r\n0\r\n\r\n",
                "2;\u0000\r\nhi\r\n0\r\n\r\n",
                "2;a=\nb\r\nhi\r\n0\r\n\r\n",
                "2;" + "x".repeat(100_000) + "\r\nhi\r\n0\r\n\r\n",
                "2\r\nhi\r\n0\r\nX: " + "x".repeat(300_000) + "\r\n\r\n")) {
            String name = bad.length() > 100 ? bad.substring(0, 20) + "… (" + bad.length() + ")" : bad;
            cases.add(brokenOff(
                    "chunks '" + name.replace("\r", "CR").replace("\n", "LF").replace('\u0000', '0') + "'",
                    CHUNKED + bad));
        }
        cases.add(answered("a chunk extension", CHUNKED + "2;a=b\r\nhi\r\n0;c=\"d\"\r\n\r\n", 200, "POST {p}"));
        cases.add(answered(
                "sizes in capitals with zeros", CHUNKED + "00A\r\n0123456789\r\n000\r\n\r\n", 200, "POST {p}"));
        // One that is not passed on: the JDK's server, which is the upstream here, breaks at any.
        cases.add(answered("a trailer", CHUNKED + "2\r\nhi\r\n0\r\nDispatcher-Sum: 5\r\n\r\n", 200, "POST {p}"));
        return cases;
    }

    private static List<HttpCase> sequences() {
        List<HttpCase> cases = new ArrayList<>();
        cases.add(answered("two GETs in one write", GET + "\r\n" + GET + CLOSE + "\r\n", 200, "GET {p}"));
        cases.add(answered(
                "a POST and a GET in one write",
                POST + "Content-Length: 2\r\n\r\nhi" + GET + CLOSE + "\r\n",
                200,
                "POST {p}"));
        cases.add(answered(
                "a chunked POST and a GET in one write",
                POST + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n" + GET + CLOSE + "\r\n",
                200,
                "POST {p}"));
        for (String body :
                List.of("Content-Length: 2\r\n\r\nhi", "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")) {
            cases.add(answered(
                    "an offer of HTTP/2 in clear is not taken: " + body.substring(0, body.indexOf(':')),
                    POST + "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\n"
                            + body + GET + CLOSE + "\r\n",
                    200,
                    "POST {p}"));
        }
        cases.add(refused(
                "CL.TE smuggling",
                POST + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT,
                400));
        cases.add(refused(
                "TE.CL smuggling by a space",
                POST + "Content-Length: 4\r\nTransfer-Encoding : chunked\r\n\r\n5\r\n" + NEXT + "0\r\n\r\n",
                400));
        cases.add(refused(
                "TE.TE smuggling",
                POST + "Transfer-Encoding: chunked\r\nTransfer-encoding: x\r\n\r\n0\r\n\r\n" + NEXT,
                400,
                501));
        cases.add(brokenOff("a head that ends early, then nothing", "GET {p} HTTP/1.1\r\nHost: loc{fin}"));
        cases.add(brokenOff("a fixed body that ends early", POST + "Content-Length: 50\r\n\r\nhello{fin}"));
        cases.add(brokenOff("a chunked body that ends early", CHUNKED + "5\r\nhel{fin}"));
        cases.add(brokenOff("chunks without the last", CHUNKED + "2\r\nhi\r\n{fin}"));
        return cases;
    }
}
