package io.dispatcher.matching;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries: segments and selectors. One for one text. */
final class PathParser {
    private final PathReader in;
    private final FilterParser filters;

    PathParser(PathReader in) {
        this.in = in;
        this.filters = new FilterParser(in, this);
    }

    Query whole() throws ExpressionException {
        if (in.next() != '$') {
            throw in.fault("a path begins with $");
        }
        Query query = query();
        if (!in.ended()) {
            throw in.fault("expected . or [ or the end");
        }
        return query;
    }

    /** From its {@code $} or {@code @}. */
    Query query() throws ExpressionException {
        boolean fromRoot = in.take("$");
        if (!fromRoot) {
            in.expect("@");
        }
        List<Query.Segment> segments = new ArrayList<>();
        while (true) {
            int end = in.at();
            in.blanks();
            Query.Segment segment = segment();
            if (segment == null) {
                in.back(end);
                return new Query(fromRoot, List.copyOf(segments));
            }
            segments.add(segment);
        }
    }

    private Query.@Nullable Segment segment() throws ExpressionException {
        if (in.take("..")) {
            return new Query.Segment(true, in.take("[") ? bracketed() : List.of(afterDot()));
        }
        if (in.take(".")) {
            return new Query.Segment(false, List.of(afterDot()));
        }
        return in.take("[") ? new Query.Segment(false, bracketed()) : null;
    }

    private Selector afterDot() throws ExpressionException {
        return in.take("*") ? new Selector.Wildcard() : new Selector.Name(in.shorthand());
    }

    private List<Selector> bracketed() throws ExpressionException {
        List<Selector> selectors = new ArrayList<>();
        do {
            in.blanks();
            selectors.add(selector());
            in.blanks();
        } while (in.take(","));
        in.expect("]");
        return List.copyOf(selectors);
    }

    private Selector selector() throws ExpressionException {
        if (in.atQuote()) {
            return new Selector.Name(in.quoted());
        }
        if (in.take("*")) {
            return new Selector.Wildcard();
        }
        if (in.take("?")) {
            in.blanks();
            return new Selector.Filter(filters.condition());
        }
        if (in.next() != ':' && in.next() != '-' && !in.atDigit()) {
            throw in.fault("expected a name in quotes, a number, :, * or ?");
        }
        return indexOrSlice();
    }

    private Selector indexOrSlice() throws ExpressionException {
        Long start = in.next() == ':' ? null : Long.valueOf(in.integer());
        int end = in.at();
        in.blanks();
        if (start != null && in.next() != ':') {
            in.back(end);
            return new Selector.Index(start);
        }
        in.expect(":");
        Long last = optional();
        in.blanks();
        Long step = in.take(":") ? optional() : null;
        return new Selector.Slice(start, last, step == null ? 1 : step);
    }

    private @Nullable Long optional() throws ExpressionException {
        in.blanks();
        return in.next() == '-' || in.atDigit() ? Long.valueOf(in.integer()) : null;
    }
}
