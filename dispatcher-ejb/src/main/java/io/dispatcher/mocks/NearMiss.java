package io.dispatcher.mocks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A mock that a request nearly fitted, and why it did not. */
public record NearMiss(String mockId, String method, String pathPattern, List<String> reasons) {
    static final int MOST = 5;

    private record Ranked(Stub stub, int nearness) {}

    /** The nearest ones: first those whose path it is, then those whose path begins alike. */
    static List<NearMiss> of(MockRequest request, List<Stub> all, MockStates states) {
        return all.stream()
                .map(stub -> new Ranked(stub, nearness(stub, request)))
                .filter(ranked -> ranked.nearness > 0)
                .sorted(Comparator.comparingInt(ranked -> -ranked.nearness))
                .limit(MOST)
                .map(ranked -> of(ranked.stub, request, states))
                .toList();
    }

    private static int nearness(Stub stub, MockRequest request) {
        boolean path = stub.path().matches(request.segments());
        int alike = 2 * stub.path().alike(request.segments());
        return alike + (path ? 1_000 : 0) + (stub.takes(request.method()) ? 1 : 0);
    }

    private static NearMiss of(Stub stub, MockRequest request, MockStates states) {
        List<String> reasons = new ArrayList<>();
        if (!stub.path().matches(request.segments())) {
            reasons.add("path " + TextTest.shortened(request.path()) + " is not "
                    + stub.path().text());
        }
        if (!stub.takes(request.method())) {
            reasons.add("method is " + request.method() + ", wanted " + stub.method());
        }
        stub.conditions().stream()
                .filter(condition -> !condition.fits(request))
                .forEach(condition -> reasons.add(condition.why(request)));
        if (stub.state() != null && !states.allows(stub.state())) {
            reasons.add("scenario " + stub.state().scenario() + " is in state "
                    + states.of(stub.state().scenario()) + ", wanted "
                    + stub.state().required());
        }
        return new NearMiss(stub.id(), stub.method(), stub.path().text(), reasons);
    }
}
