package io.dispatcher.boot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything the server listens on for HTTP. */
record Endpoints(List<Bind> http, Optional<Https> https) {

    /** The binds of TLS, none without it. */
    List<Bind> secure() {
        return https.map(Https::binds).orElse(List.of());
    }

    /** The same with every address that the server is told to listen on. */
    Endpoints expanded() throws IOException {
        List<Bind> secure = Listeners.expanded(secure());
        return new Endpoints(
                Listeners.expanded(http), https.map(side -> new Https(secure, side.certificate(), side.notice())));
    }

    /** As people and clients name them, plain ones first. */
    List<String> urls() {
        List<String> urls = new ArrayList<>();
        http.forEach(bind -> urls.add(bind.url("http")));
        secure().forEach(bind -> urls.add(bind.url("https")));
        return urls;
    }
}
