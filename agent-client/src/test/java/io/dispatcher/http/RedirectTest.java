package io.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
    private static final List<HeaderField> HEADERS = List.of(
            new HeaderField("Authorization", "Bearer x"),
            new HeaderField("cookie", "a=1"),
            new HeaderField("Content-Type", "text/plain"),
            new HeaderField("Accept", "*/*"));

    private static Hop hop(String method, String url) throws HttpFailure {
        WorkOrder order = new WorkOrder("o", 1, null, method, url, HEADERS, 1000, 1000, true, true, null);
        return Hop.first(order, ByteBuffer.wrap(new byte[3]));
    }

    private static BasicHttpResponse response(int code, String location) {
        BasicHttpResponse response = new BasicHttpResponse(code);
        response.addHeader("Location", location);
        return response;
    }

    private static List<String> names(Hop hop) {
        return hop.headers().stream().map(HeaderField::name).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "301,POST,GET",
        "301,PUT,PUT",
        "302,POST,GET",
        "302,HEAD,HEAD",
        "303,POST,GET",
        "303,PUT,GET",
        "303,HEAD,HEAD",
        "307,POST,POST",
        "308,POST,POST",
        "308,DELETE,DELETE"
    })
    void theMethodChangesAsRfc9110Says(int code, String method, String expected) throws Exception {
        Hop next = Redirect.next(hop(method, "http://a/x"), response(code, "/y"));

        assertThat(next.method()).isEqualTo(expected);
        boolean kept = method.equals(expected);
        assertThat(next.body().remaining()).isEqualTo(kept ? 3 : 0);
        assertThat(names(next).contains("Content-Type")).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/x/y?q,z,http://a/x/z",
        "http://a/x/y?q,?r=1,http://a/x/y?r=1",
        "http://a,?r=1,http://a/?r=1",
        "http://a,z,http://a/z",
        "http://a/x,//b/z,http://b/z",
        "http://a/x,https://b:8443/z#f,https://b:8443/z#f",
        "http://a/x/y,../z,http://a/z",
        "http://a/x,/with space,http://a/with%20space"
    })
    void theLocationIsResolved(String base, String location, String expected) throws Exception {
        assertThat(Redirect.next(hop("GET", base), response(302, location)).url())
                .hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://b/x", "https://a/x", "http://a:81/x"})
    void secretsStayWithTheirOrigin(String location) throws Exception {
        assertThat(names(Redirect.next(hop("GET", "http://a/x"), response(302, location))))
                .doesNotContain("Authorization", "cookie")
                .contains("Accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/y", "http://a:80/y", "http://A/y"})
    void secretsGoAlongWithinAnOrigin(String location) throws Exception {
        assertThat(names(Redirect.next(hop("GET", "http://a/x"), response(302, location))))
                .contains("Authorization", "cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://a/", "mailto:x@y", "http://", "http://a:99999/"})
    void whatIsNoHttpUrlIsNotFollowed(String location) throws Exception {
        assertThat(Redirect.next(hop("GET", "http://a/x"), response(302, location)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 300, 304, 305, 404})
    void otherStatusesAreAnswers(int code) throws Exception {
        assertThat(Redirect.next(hop("GET", "http://a/x"), response(code, "/y")))
                .isNull();
    }

    @Test
    void userInfoBecomesBasicCredentialsAndNeverPartOfTheRequestLine() throws Exception {
        WorkOrder order = new WorkOrder("o", 1, null, "GET", "http://u:p@a/x", List.of(), 1000, 1000, true, true, null);
        Hop hop = Hop.first(order, ByteBuffer.allocate(0));

        assertThat(hop.headers()).containsExactly(new HeaderField("Authorization", "Basic dTpw"));
        assertThat(hop.pathAndQuery()).isEqualTo("/x");
    }

    @Test
    void theTwentyFirstIsTooMany() throws Exception {
        Hop hop = hop("GET", "http://a/x");
        for (int i = 0; i < Redirect.LIMIT; i++) {
            hop = Redirect.next(hop, response(302, "/y"));
        }
        Hop last = hop;
        assertThatThrownBy(() -> Redirect.next(last, response(302, "/y"))).isInstanceOf(HttpFailure.class);
    }
}
