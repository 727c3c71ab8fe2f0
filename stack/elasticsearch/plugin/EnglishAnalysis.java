package isp.stack;

import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * Gives the development server the stock analyser `english`, under its own name.
 *
 * <p>The distribution that package registries carry lacks the module analysis-common. The official
 * image has it and needs no plugin; index definitions are the same for both.
 */
public class EnglishAnalysis extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of("english", English::new);
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
