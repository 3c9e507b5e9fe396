package io.dispatcher.mocks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All mocks of one revision, compiled. Immutable. */
record MockSet(long revision, Map<String, Mock> byId, MockTable own, Map<String, MockTable> standIns) {
    static final MockSet EMPTY = new MockSet(-1, Map.of(), MockTable.EMPTY, Map.of());

    /** @param mocks the oldest first */
    static MockSet of(long revision, List<Mock> mocks) {
        Map<String, Mock> byId = new LinkedHashMap<>();
        List<Stub> own = new ArrayList<>();
        Map<String, List<Stub>> standIns = new HashMap<>();
        for (Mock mock : mocks) {
            byId.put(mock.id(), mock);
            Stub stub = mock.stub();
            if (stub.enabled()) {
                (stub.upstream() == null ? own : standIns.computeIfAbsent(stub.upstream(), name -> new ArrayList<>()))
                        .add(stub);
            }
        }
        Map<String, MockTable> tables = new HashMap<>();
        standIns.forEach((name, stubs) -> tables.put(name, new MockTable(stubs)));
        return new MockSet(revision, byId, new MockTable(own), tables);
    }
}
