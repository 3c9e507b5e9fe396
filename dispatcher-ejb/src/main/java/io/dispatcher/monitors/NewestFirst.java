package io.dispatcher.monitors;

import io.dispatcher.history.IdTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page of what is kept of a monitor, as SQL: rows with an id of their time, the newest first. */
record NewestFirst(String sql, Object[] values) {
    private static final UUID LAST = new UUID(-1L, -1L);

    /**
     * What fits the query.
     *
     * @param select columns and table
     * @param before older than this id; null: from the newest
     * @param most rows
     */
    static NewestFirst of(String select, String monitorId, ResultQuery query, @Nullable UUID before, int most) {
        StringBuilder where = new StringBuilder(" where monitor_id = ? and id < ?");
        List<Object> values = new ArrayList<>(List.of(monitorId, first(query, before)));
        if (query.since() != null) {
            where.append(" and id >= ?");
            values.add(IdTime.least(query.since()));
        }
        if (query.agentId() != null) {
            where.append(" and agent_id = ?");
            values.add(query.agentId());
        }
        if (query.sourceAddress() != null) {
            where.append(" and source_address = ?");
            values.add(query.sourceAddress());
        }
        values.add(most);
        return new NewestFirst(select + where + " order by monitor_id, id desc limit ?", values.toArray());
    }

    private static UUID first(ResultQuery query, @Nullable UUID before) {
        UUID until = query.until() == null ? LAST : IdTime.least(query.until());
        return before == null || before.toString().compareTo(until.toString()) > 0 ? until : before;
    }
}
