package isp.stack;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PatternKeywordMarkerFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.tr.ApostropheFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * Gives the development server stock analysis that it lacks, under the stock names.
 *
 * <p>The distribution that package registries carry lacks the module analysis-common. The official
 * image has it and needs no plugin; index definitions are the same for both. Only what they use is
 * here, with the settings that they use and the meaning that the stock filters give them.
 */
public class StockAnalysis extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of("english", English::new);
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
                "apostrophe", (index, environment, name, settings) ->
                        new Simple(name, ApostropheFilter::new),
                "asciifolding", (index, environment, name, settings) ->
                        new Simple(name, ASCIIFoldingFilter::new),
                "stemmer", AnalysisPlugin.requiresAnalysisSettings(
                        (index, environment, name, settings) ->
                                new Simple(name, Stemming.in(settings.get("language")))),
                "keyword_marker", AnalysisPlugin.requiresAnalysisSettings(
                        (index, environment, name, settings) -> keywordMarker(name, settings)),
                "pattern_replace", AnalysisPlugin.requiresAnalysisSettings(
                        (index, environment, name, settings) -> patternReplace(name, settings)),
                "multiplexer", AnalysisPlugin.requiresAnalysisSettings(
                        (index, environment, name, settings) -> new Multiplexer(name, settings)),
                "synonym_graph", AnalysisPlugin.requiresAnalysisSettings(
                        (index, environment, name, settings) -> new Synonyms(name, settings)));
    }

    private static TokenFilterFactory keywordMarker(String name, Settings settings) {
        var pattern = Pattern.compile(settings.get("keywords_pattern"));
        return new Simple(name, tokens -> new PatternKeywordMarkerFilter(tokens, pattern));
    }

    private static TokenFilterFactory patternReplace(String name, Settings settings) {
        var pattern = Pattern.compile(settings.get("pattern"));
        var replacement = settings.get("replacement", "");
        return new Simple(
                name, tokens -> new PatternReplaceFilter(tokens, pattern, replacement, true));
    }

    /** A filter that needs no more than the stream before it. */
    private static final class Simple extends AbstractTokenFilterFactory {

        private final UnaryOperator<TokenStream> filter;

        Simple(String name, UnaryOperator<TokenStream> filter) {
            super(name);
            this.filter = filter;
        }

        @Override
        public TokenStream create(TokenStream tokens) {
            return filter.apply(tokens);
        }
    }

    /** Lucene's English analyser, with the stop words of the index's settings or its own. */
    private static final class English extends AbstractIndexAnalyzerProvider<Analyzer> {

        private final Analyzer analyser;

        English(IndexSettings index, Environment environment, String name, Settings settings) {
            super(name);
            var stopWords = Analysis.parseStopWords(
                    environment, settings, EnglishAnalyzer.getDefaultStopSet());
            this.analyser = new EnglishAnalyzer(stopWords);
        }

        @Override
        public Analyzer get() {
            return analyser;
        }
    }
}
