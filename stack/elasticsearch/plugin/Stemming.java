package isp.stack;

import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;

/** The stock filter `stemmer`, for the languages that the definition names. */
final class Stemming {

    private Stemming() {}

    static UnaryOperator<TokenStream> in(String language) {
        return switch (language) {
            case "english" -> PorterStemFilter::new;
            case "possessive_english" -> EnglishPossessiveFilter::new;
            case null, default ->
                throw new IllegalArgumentException("stemmer: not here, language " + language);
        };
    }
}
