package io.dispatcher.history;

import io.dispatcher.database.DatabaseException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the history, by JPA. Thread-safe. Throws {@link DatabaseException} when the database is away. */
public final class History {
    /** Ids are minted when a request is accepted; its time may be read a moment earlier or later. */
    private static final long ID_SLACK_MS = 60_000;

    /** The columns of a list, in the order {@link #item} reads them; the detail stays where it is. */
    private static final List<String> COLUMNS = List.of(
            "id",
            "kind",
            "acceptedAt",
            "agentId",
            "sourceAddress",
            "method",
            "url",
            "statusCode",
            "error",
            "durationMs",
            "replayOf",
            "caller",
            "attempts");

    /** Between the looks of {@link #await}: records come within some 10 ms, or 100 on a busy machine. */
    private static final long[] PAUSES_MS = {20, 40, 80, 160, 320};

    /** Longer than requests last: an id minted before that has its record, or none. */
    private static final long LATELY_MS = 600_000;

    private static final int MOST_WAITING = 8;

    private final Supplier<EntityManagerFactory> entities;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /** @param entities asked at each read, so that the unit is only made when somebody reads */
    public History(Supplier<EntityManagerFactory> entities) {
        this.entities = entities;
    }

    /**
     * A page.
     *
     * @param nextCursor null on the last page
     */
    public record Page(List<HistoryItem> items, @Nullable String nextCursor) {}

    /** A whole record. */
    public record Whole(HistoryItem item, HistoryDetail detail) {}

    /** The same with whole records. */
    public record WholePage(List<Whole> records, @Nullable String nextCursor) {}

    /** A page of whole records, whose memory is its limit's times some hundred kilobytes. */
    public WholePage wholes(HistoryQuery query) {
        try (EntityManager manager = entities.get().createEntityManager()) {
            CriteriaBuilder build = manager.getCriteriaBuilder();
            CriteriaQuery<HistoryRow> select = build.createQuery(HistoryRow.class);
            Root<HistoryRow> row = select.from(HistoryRow.class);
            select.where(where(build, row, query).toArray(Predicate[]::new));
            select.orderBy(build.desc(row.get("id")));
            List<Whole> records = new ArrayList<>();
            for (HistoryRow found :
                    manager.createQuery(select).setMaxResults(query.limit() + 1).getResultList()) {
                records.add(whole(found));
            }
            boolean more = records.size() > query.limit();
            List<Whole> page = more ? records.subList(0, query.limit()) : records;
            return new WholePage(
                    List.copyOf(page),
                    more
                            ? HistoryQuery.encodeCursor(
                                    page.get(page.size() - 1).item().id())
                            : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PersistenceException e) {
            throw away(e);
        }
    }

    private static Whole whole(HistoryRow row) throws IOException {
        return new Whole(row.item(), HistoryDetail.decode(row.detail()));
    }

    public Page list(HistoryQuery query) {
        try (EntityManager manager = entities.get().createEntityManager()) {
            List<HistoryItem> items =
                    typed(manager, query).getResultStream().map(History::item).toList();
            boolean more = items.size() > query.limit();
            List<HistoryItem> page = more ? items.subList(0, query.limit()) : items;
            String cursor =
                    more ? HistoryQuery.encodeCursor(page.get(page.size() - 1).id()) : null;
            return new Page(List.copyOf(page), cursor);
        } catch (PersistenceException e) {
            throw away(e);
        }
    }

    public Optional<Whole> find(UUID id) {
        try (EntityManager manager = entities.get().createEntityManager()) {
            HistoryRow row = manager.find(HistoryRow.class, id);
            return row == null ? Optional.empty() : Optional.of(whole(row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PersistenceException e) {
            throw away(e);
        }
    }

    /**
     * As {@link #find}, for those who got the id with an answer just now: its record is stored a moment later. Waits up to 0.6 s for
     * records of ids that were minted lately, for 8 callers at a time; others look once.
     */
    public Optional<Whole> await(UUID id) {
        Optional<Whole> found = find(id);
        if (found.isPresent() || !IdTime.within(id, LATELY_MS) || !waiting.tryAcquire()) {
            return found;
        }
        try {
            for (int i = 0; i < PAUSES_MS.length && found.isEmpty(); i++) {
                Thread.sleep(PAUSES_MS[i]);
                found = find(id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
        return found;
    }

    private static DatabaseException away(PersistenceException e) {
        return new DatabaseException("the history cannot be read: " + e.getMessage(), e);
    }

    private static TypedQuery<Tuple> typed(EntityManager manager, HistoryQuery query) {
        CriteriaBuilder build = manager.getCriteriaBuilder();
        CriteriaQuery<Tuple> select = build.createTupleQuery();
        Root<HistoryRow> row = select.from(HistoryRow.class);
        List<Selection<?>> columns = new ArrayList<>();
        COLUMNS.forEach(column -> columns.add(row.get(column)));
        select.multiselect(columns);
        select.where(where(build, row, query).toArray(Predicate[]::new));
        select.orderBy(build.desc(row.get("id")));
        return manager.createQuery(select).setMaxResults(query.limit() + 1);
    }

    private static HistoryItem item(Tuple row) {
        String replayOf = row.get(10, String.class);
        return new HistoryItem(
                row.get(0, UUID.class),
                row.get(1, String.class),
                row.get(2, OffsetDateTime.class).toInstant(),
                row.get(3, String.class),
                row.get(4, String.class),
                row.get(5, String.class),
                row.get(6, String.class),
                row.get(7, Integer.class),
                row.get(8, String.class),
                row.get(9, Double.class),
                replayOf == null ? null : UUID.fromString(replayOf),
                row.get(11, String.class),
                row.get(12, Integer.class));
    }

    private static List<Predicate> where(CriteriaBuilder build, Root<HistoryRow> row, HistoryQuery query) {
        List<Predicate> all = new ArrayList<>();
        Path<UUID> id = row.get("id");
        if (query.before() != null) {
            all.add(build.lessThan(id, query.before()));
        }
        equal(build, all, row.get("agentId"), query.agentId());
        equal(build, all, row.get("sourceAddress"), query.sourceAddress());
        equal(build, all, row.get("method"), query.method());
        equal(build, all, row.get("kind"), query.kind());
        if (query.url() != null) {
            all.add(build.like(row.get("url"), "%" + escaped(query.url()) + "%", '!'));
        }
        status(build, all, row, query.status());
        times(build, all, row, query);
        return all;
    }

    private static void equal(
            CriteriaBuilder build, List<Predicate> all, Expression<String> column, @Nullable String wanted) {
        if (wanted != null) {
            all.add(build.equal(column, wanted));
        }
    }

    private static void status(
            CriteriaBuilder build,
            List<Predicate> all,
            Root<HistoryRow> row,
            HistoryQuery.@Nullable StatusFilter status) {
        if (status == null) {
            return;
        }
        all.add(
                status.error()
                        ? build.isNotNull(row.get("error"))
                        : build.between(row.get("statusCode"), status.least(), status.most()));
    }

    /** The id carries the time too: bounding it lets the primary key skip what is out of range. */
    private static void times(CriteriaBuilder build, List<Predicate> all, Root<HistoryRow> row, HistoryQuery query) {
        Path<UUID> id = row.get("id");
        Instant since = query.since();
        if (since != null) {
            all.add(build.greaterThanOrEqualTo(row.get("acceptedAt"), since.atOffset(ZoneOffset.UTC)));
            all.add(build.greaterThanOrEqualTo(id, IdTime.least(since.minusMillis(ID_SLACK_MS))));
        }
        Instant until = query.until();
        if (until != null) {
            all.add(build.lessThan(row.get("acceptedAt"), until.atOffset(ZoneOffset.UTC)));
            all.add(build.lessThan(id, IdTime.least(until.plusMillis(ID_SLACK_MS))));
        }
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
