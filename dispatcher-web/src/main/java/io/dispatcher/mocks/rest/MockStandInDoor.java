package io.dispatcher.mocks.rest;

import io.dispatcher.mocks.MockDesk;
import io.dispatcher.mocks.Mocks;
import io.dispatcher.tunnel.rest.StandInDoor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Mocks at the doors of tunnels. */
@ApplicationScoped
public class MockStandInDoor implements StandInDoor {
    @Inject
    private Mocks mocks;

    @Inject
    private MockDoor door;

    @Override
    public boolean answer(HttpServletRequest request, HttpServletResponse response, String upstream, String target)
            throws IOException {
        int mark = target.indexOf('?');
        String path;
        try {
            String raw = mark < 0 ? target : target.substring(0, mark);
            path = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
        MockDesk.Candidates candidates = mocks.desk().standIns(upstream, path);
        if (candidates == null || candidates.none()) {
            return false;
        }
        String query = mark < 0 ? null : target.substring(mark + 1);
        door.answering().begin(new Question(request, path, query, upstream), response, candidates);
        return true;
    }
}
