package io.dispatcher.mocks.rest;

import io.dispatcher.config.Settings;
import io.dispatcher.mocks.MockDesk;
import io.dispatcher.mocks.MockDesk.Candidates;
import io.dispatcher.mocks.Mocks;
import io.dispatcher.web.OpenPaths;
import io.dispatcher.web.exchange.BodyLimits;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Where requests of the coordinator's own ports may be answered by mocks, before any servlet sees them. Thread-safe. */
@ApplicationScoped
public class MockDoor implements OpenPaths {
    @Inject
    private Mocks mocks;

    @Inject
    private BodyLimits limits;

    @Inject
    private Settings settings;

    private MockDesk desk;
    private Later later;
    private Answering answering;

    @PostConstruct
    void open() {
        desk = mocks.desk();
        later = new Later();
        answering = new Answering(mocks, later, limits, settings.lab().maxMockBodyBytes());
    }

    @PreDestroy
    void close() {
        later.close();
    }

    Answering answering() {
        return answering;
    }

    @Override
    public boolean takesAnyMethod(String path) {
        return !desk.empty() && !desk.at(path).none();
    }

    @Override
    public boolean answer(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        boolean only = request.getHeader(ONLY) != null;
        if (desk.empty() && !only) {
            return false;
        }
        Candidates candidates = desk.at(path);
        if (candidates.none() && !only && (MockDesk.reserved(path) || BuiltIn.has(path))) {
            return false;
        }
        answering.begin(new Question(request, path, request.getQueryString(), null), response, candidates);
        return true;
    }
}
