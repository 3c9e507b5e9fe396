package io.dispatcher.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DocsSectionTest {
    @Test
    void whatStandsBetweenTheMarkersIsReplacedAndTheRestStays() {
        String document = "# Title\n<!-- benchmark -->\nold\nolder\n<!-- /benchmark -->\ntail\n";

        String replaced = DocsSection.replace(document, "benchmark", "\nnew\n");

        assertThat(replaced).isEqualTo("# Title\n<!-- benchmark -->\nnew\n<!-- /benchmark -->\ntail\n");
        assertThat(DocsSection.replace(replaced, "benchmark", "new")).isEqualTo(replaced);
    }

    @Test
    void eachSectionHasItsName() {
        String document = "<!-- a -->\n1\n<!-- /a --><!-- b -->\n2\n<!-- /b -->";

        assertThat(DocsSection.replace(document, "b", "new"))
                .isEqualTo("<!-- a -->\n1\n<!-- /a --><!-- b -->\nnew\n<!-- /b -->");
    }

    @Test
    void aDocumentWithoutExactlyOneSectionIsRefused() {
        assertThatThrownBy(() -> DocsSection.replace("no markers", "benchmark", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DocsSection.replace("<!-- /benchmark --> <!-- benchmark -->", "benchmark", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        String one = "<!-- benchmark --><!-- /benchmark -->";
        assertThatThrownBy(() -> DocsSection.replace(one + one, "benchmark", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
