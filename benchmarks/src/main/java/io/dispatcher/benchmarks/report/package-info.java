/** Figures to text: statistics over rounds, Markdown, the section in the documentation. Pure. Allowed dependencies: load. Out of scope: measuring. */
@NullMarked
package io.dispatcher.benchmarks.report;

import org.jspecify.annotations.NullMarked;
