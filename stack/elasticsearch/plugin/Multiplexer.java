package isp.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/**
 * The stock filter `multiplexer`: each token as it is, and as each chain of filters makes it, all
 * at one position, each of them once.
 */
final class Multiplexer extends AbstractTokenFilterFactory {

    private final List<String> chains;

    Multiplexer(String name, Settings settings) {
        super(name);
        if (!settings.getAsBoolean("preserve_original", true)) {
            throw new IllegalArgumentException(name + ": the original token always stays here");
        }
        this.chains = settings.getAsList("filters");
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        throw new IllegalStateException("multiplexer is made with its chain");
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
            IndexCreationContext context,
            TokenizerFactory tokenizer,
            List<CharFilterFactory> charFilters,
            List<TokenFilterFactory> before,
            Function<String, TokenFilterFactory> named) {
        var branches = new ArrayList<List<TokenFilterFactory>>();
        for (var chain : chains) {
            var filters = new ArrayList<TokenFilterFactory>();
            for (var filter : chain.split(",")) {
                filters.add(named.apply(filter.trim()));
            }
            branches.add(filters);
        }
        return new AbstractTokenFilterFactory(name()) {
            @Override
            public TokenStream create(TokenStream tokens) {
                return new RemoveDuplicatesTokenFilter(new Filter(tokens, branches));
            }

            @Override
            public TokenFilterFactory getSynonymFilter() {
                throw new IllegalArgumentException(name() + " must not stand before synonyms");
            }
        };
    }

    /** Hands each token to every branch, one after the other. */
    private static final class Filter extends TokenFilter {

        private final PositionIncrementAttribute step =
                addAttribute(PositionIncrementAttribute.class);
        private final One one = new One(this);
        private final List<TokenStream> branches = new ArrayList<>();
        private State token;
        private int next;

        Filter(TokenStream input, List<List<TokenFilterFactory>> chains) {
            super(input);
            for (var chain : chains) {
                TokenStream branch = one;
                for (var filter : chain) {
                    branch = filter.create(branch);
                }
                branches.add(branch);
            }
            next = branches.size();
        }

        @Override
        public boolean incrementToken() throws IOException {
            while (next < branches.size()) {
                restoreState(token);
                one.waiting = true;
                if (branches.get(next++).incrementToken()) {
                    step.setPositionIncrement(0);
                    return true;
                }
            }
            if (!input.incrementToken()) {
                return false;
            }
            token = captureState();
            next = 0;
            return true;
        }

        @Override
        public void reset() throws IOException {
            super.reset();
            for (var branch : branches) {
                branch.reset();
            }
            next = branches.size();
        }
    }

    /** A stream of the one token that the filter's attributes hold. */
    private static final class One extends TokenStream {

        private boolean waiting;

        One(Filter filter) {
            super(filter);
        }

        @Override
        public boolean incrementToken() {
            var is = waiting;
            waiting = false;
            return is;
        }
    }
}
