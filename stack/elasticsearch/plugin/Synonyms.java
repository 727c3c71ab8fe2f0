package isp.stack;

import java.io.IOException;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.util.CharsRef;
import org.apache.lucene.util.CharsRefBuilder;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/**
 * The stock filter `synonym_graph` with inline rules in Solr's format.
 *
 * <p>Rules are read by the filters that stand before this one, as the stock filter does it. With
 * `lenient`, a rule of which nothing is left is passed over.
 */
final class Synonyms extends AbstractTokenFilterFactory {

    private final Settings settings;

    Synonyms(String name, Settings settings) {
        super(name);
        if (settings.hasValue("synonyms_set") || settings.hasValue("synonyms_path")) {
            throw new IllegalArgumentException(name + ": only inline [synonyms] are here");
        }
        this.settings = settings;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        throw new IllegalStateException("synonym_graph is made with its chain");
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
            IndexCreationContext context,
            TokenizerFactory tokenizer,
            List<CharFilterFactory> charFilters,
            List<TokenFilterFactory> before,
            Function<String, TokenFilterFactory> named) {
        var map = read(new Reading(tokenizer, before));
        return new AbstractTokenFilterFactory(name()) {
            @Override
            public TokenStream create(TokenStream tokens) {
                return map.fst == null ? tokens : new SynonymGraphFilter(tokens, map, false);
            }

            @Override
            public TokenFilterFactory getSynonymFilter() {
                return IDENTITY_FILTER;
            }
        };
    }

    private SynonymMap read(Analyzer reading) {
        var rules = String.join("\n", settings.getAsList("synonyms"));
        var parser = settings.getAsBoolean("lenient", false)
                ? new LenientParser(reading) : new SolrSynonymParser(true, true, reading);
        try {
            parser.parse(new StringReader(rules));
            return parser.build();
        } catch (IOException | ParseException error) {
            throw new IllegalArgumentException(name() + ": cannot read synonyms", error);
        }
    }

    /** Reads a rule's words as the filters before this one make them. */
    private static final class Reading extends Analyzer {

        private final TokenizerFactory tokenizer;
        private final List<TokenFilterFactory> before;

        Reading(TokenizerFactory tokenizer, List<TokenFilterFactory> before) {
            this.tokenizer = tokenizer;
            this.before = before;
        }

        @Override
        protected TokenStreamComponents createComponents(String field) {
            var source = tokenizer.create();
            TokenStream tokens = source;
            for (var filter : before) {
                tokens = filter.getSynonymFilter().create(tokens);
            }
            return new TokenStreamComponents(source, tokens);
        }
    }

    /** Passes over a term that cannot be read, and over rules that it is in. */
    private static final class LenientParser extends SolrSynonymParser {

        LenientParser(Analyzer reading) {
            super(true, true, reading);
        }

        @Override
        public void add(CharsRef input, CharsRef output, boolean includeOriginal) {
            if (input.length > 0 && output.length > 0) {
                super.add(input, output, includeOriginal);
            }
        }

        @Override
        public CharsRef analyze(String text, CharsRefBuilder reuse) throws IOException {
            try {
                return super.analyze(text, reuse);
            } catch (IllegalArgumentException unreadable) {
                return new CharsRef("");
            }
        }
    }
}
