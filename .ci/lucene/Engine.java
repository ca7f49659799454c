import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.search.uhighlight.WholeBreakIterator;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

/** Lucene as one would set it up who knows it: a document per article, its own analyzer, facets and highlighter. */
final class Engine implements AutoCloseable {
  /** A line of articles.ndjson. */
  static final class Article {
    String id, title, body, published;
    List<String> satker = List.of(), topic = List.of(), official = List.of();
  }

  /** A line of queries.ndjson. */
  static final class Asked {
    String match, text = "", from, to, sort;
    @com.google.gson.annotations.SerializedName("class") String name;
    List<String> satker = List.of(), topic = List.of(), official = List.of();
    int size;
    Map<String, Integer> facets = Map.of();
  }

  /** What a search gives. */
  record Page(int total, List<Hit> hits, List<FacetResult> facets) {}

  record Hit(String id, String title, String titleMarked, String snippet) {}

  private static final String[] TEXTS = {"title", "body"};
  private static final String FACETS = FacetsConfig.DEFAULT_INDEX_FIELD_NAME; // all four, counted in one go
  private static final Sort NEWEST = new Sort(new SortField("published", SortField.Type.LONG, true));
  private static final Analyzer ANALYZER = new IndonesianAnalyzer();

  /** Words as they are written, in title or body: the beginning of a word is not that of its root. */
  private static final String FORMS = "forms";

  private static final Analyzer FORMS_ANALYZER = new StandardAnalyzer();
  private static final FieldType FORMS_TYPE = new FieldType(TextField.TYPE_NOT_STORED);

  private static final PassageFormatter FORMATTER = new DefaultPassageFormatter("<mark>", "</mark>", " … ", true);

  /** Text with places and offsets, so that marks need no second analysis. */
  private static final FieldType TEXT = new FieldType(TextField.TYPE_STORED);

  private static final FacetsConfig CONFIG = new FacetsConfig();

  static {
    TEXT.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    TEXT.freeze();
    FORMS_TYPE.setIndexOptions(IndexOptions.DOCS);
    FORMS_TYPE.setOmitNorms(true);
    FORMS_TYPE.freeze();
    for (String many : new String[] {"satker", "topic", "official"}) {
      CONFIG.setMultiValued(many, true);
    }
    IndexSearcher.setDefaultQueryCache(null); // no answer, nor part of one, is kept
  }

  private final MMapDirectory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final SortedSetDocValuesReaderState facets;
  private final FieldInfos fields;

  /** Bytes of titles and bodies, and seconds until all of them could be searched. */
  record Load(int articles, long text, double seconds) {}

  /** Fills an index in an empty folder, with as many threads as there are processors. */
  static Load fill(Path articles, Path dir) throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    Analyzer analyzer = new PerFieldAnalyzerWrapper(ANALYZER, Map.of(FORMS, FORMS_ANALYZER));
    IndexWriterConfig config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(128);
    LongAdder text = new LongAdder();
    LongAdder count = new LongAdder();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (MMapDirectory directory = new MMapDirectory(dir);
        IndexWriter writer = new IndexWriter(directory, config); // closing it waits for merges
        BufferedReader lines = Files.newBufferedReader(articles)) {
      long begin = System.nanoTime();
      Callable<Void> worker =
          () -> {
            Gson gson = new Gson();
            while (true) {
              String line;
              synchronized (lines) {
                line = lines.readLine();
              }
              if (line == null) {
                return null;
              }
              Article article = gson.fromJson(line, Article.class);
              writer.addDocument(document(article));
              text.add(bytes(article.title) + bytes(article.body));
              count.increment();
            }
          };
      for (Future<Void> done : pool.invokeAll(java.util.Collections.nCopies(threads, worker))) {
        done.get();
      }
      writer.commit();
      DirectoryReader.open(directory).close();
      return new Load(count.intValue(), text.sum(), (System.nanoTime() - begin) / 1e9);
    } finally {
      pool.shutdown();
    }
  }

  private static int bytes(String s) {
    return org.apache.lucene.util.UnicodeUtil.calcUTF16toUTF8Length(s, 0, s.length());
  }

  private static Document document(Article a) throws IOException {
    Document d = new Document();
    d.add(new StringField("id", a.id, Field.Store.YES));
    d.add(new Field("title", a.title, TEXT));
    d.add(new Field("body", a.body, TEXT));
    d.add(new Field(FORMS, a.title, FORMS_TYPE));
    d.add(new Field(FORMS, a.body, FORMS_TYPE));
    long day = LocalDate.parse(a.published).toEpochDay();
    d.add(new LongPoint("published", day));
    d.add(new NumericDocValuesField("published", day));
    d.add(new SortedSetDocValuesFacetField("month", a.published.substring(0, "2006-01".length())));
    a.satker.forEach(v -> d.add(new SortedSetDocValuesFacetField("satker", v)));
    a.topic.forEach(v -> d.add(new SortedSetDocValuesFacetField("topic", v)));
    a.official.forEach(v -> d.add(new SortedSetDocValuesFacetField("official", v)));
    return CONFIG.build(d); // adds the terms that filters look for
  }

  Engine(Path dir) throws Exception {
    directory = new MMapDirectory(dir);
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
    facets = facetsOf(reader);
    fields = FieldInfos.getMergedFieldInfos(reader);
  }

  /** Marks what was found in documents that were read already: reading them again costs more than all else. */
  private final class Marker extends UnifiedHighlighter {
    private final Map<Integer, Document> read;

    Marker(Map<Integer, Document> read, Analyzer analyzer) {
      super(Engine.this.searcher, analyzer);
      this.read = read;
      fieldInfos = Engine.this.fields;
      setFormatter(FORMATTER);
    }

    @Override
    protected List<CharSequence[]> loadFieldValues(String[] fields, DocIdSetIterator docs, int threshold) throws IOException {
      List<CharSequence[]> values = new ArrayList<>();
      for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
        Document d = read.get(doc);
        values.add(Stream.of(fields).map(d::get).toArray(CharSequence[]::new));
      }
      return values;
    }

    @Override
    protected BreakIterator getBreakIterator(String field) { // a title is shown whole
      return field.equals("title") ? new WholeBreakIterator() : super.getBreakIterator(field);
    }
  }

  /** Lucene 9 wants to be told more of facets than 8 does. */
  private static SortedSetDocValuesReaderState facetsOf(IndexReader reader) throws ReflectiveOperationException {
    Class<DefaultSortedSetDocValuesReaderState> state = DefaultSortedSetDocValuesReaderState.class;
    try {
      return state.getConstructor(IndexReader.class, FacetsConfig.class).newInstance(reader, CONFIG);
    } catch (NoSuchMethodException eight) {
      return state.getConstructor(IndexReader.class).newInstance(reader);
    }
  }

  int segments() {
    return reader.leaves().size();
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }

  /** Answers a query; where nothing has its words, words with one error are looked for. */
  Page search(Asked q) throws IOException {
    Page page = ask(q, false);
    return page.total() == 0 && !q.text.isEmpty() ? ask(q, true) : page;
  }

  private Page ask(Asked q, boolean misspelt) throws IOException {
    Query text = text(q, misspelt);
    Query query = filtered(q, text);
    TopDocsCollector<? extends ScoreDoc> top =
        q.sort.equals("newest")
            ? TopFieldCollector.create(NEWEST, q.size, null, Integer.MAX_VALUE)
            : TopScoreDocCollector.create(q.size, Integer.MAX_VALUE);
    Facets counts;
    if (query instanceof MatchAllDocsQuery) { // counted faster without knowing what was found
      searcher.search(query, top);
      counts = new SortedSetDocValuesFacetCounts(facets);
    } else {
      FacetsCollector found =
          new FacetsCollector() {
            @Override
            public ScoreMode scoreMode() { // its own asks for scores, which it does not use
              return ScoreMode.COMPLETE_NO_SCORES;
            }
          };
      searcher.search(query, MultiCollector.wrap(top, found));
      counts = new SortedSetDocValuesFacetCounts(facets, found);
    }
    TopDocs docs = top.topDocs();
    List<FacetResult> values = new ArrayList<>();
    for (Map.Entry<String, Integer> facet : q.facets.entrySet()) {
      values.add(counts.getTopChildren(facet.getValue(), facet.getKey()));
    }
    List<Hit> hits = new ArrayList<>();
    if (docs.scoreDocs.length > 0) {
      Map<Integer, Document> read = new HashMap<>();
      for (ScoreDoc found : docs.scoreDocs) {
        read.put(found.doc, searcher.doc(found.doc));
      }
      boolean beginning = text instanceof PrefixQuery;
      Query marks = beginning ? either(new PrefixQuery(new Term("title", q.text)), new PrefixQuery(new Term("body", q.text))) : text;
      Map<String, String[]> marked = new Marker(read, beginning ? FORMS_ANALYZER : ANALYZER).highlightFields(TEXTS, marks, docs);
      for (int i = 0; i < docs.scoreDocs.length; i++) {
        Document stored = read.get(docs.scoreDocs[i].doc);
        hits.add(new Hit(stored.get("id"), stored.get("title"), marked.get("title")[i], marked.get("body")[i]));
      }
    }
    return new Page((int) docs.totalHits.value, hits, values);
  }

  /** What is wanted of title and body. */
  private static Query text(Asked q, boolean misspelt) throws IOException {
    if (q.text.isEmpty()) {
      return new MatchAllDocsQuery();
    }
    switch (q.match) {
      case "phrase":
        QueryBuilder builder = new QueryBuilder(ANALYZER);
        return either(builder.createPhraseQuery("title", q.text), builder.createPhraseQuery("body", q.text));
      case "prefix":
        return new PrefixQuery(new Term(FORMS, q.text));
      default:
        Occur wanted = q.match.equals("any") ? Occur.SHOULD : Occur.MUST;
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        List<String> words = words(q.text);
        for (String word : words) {
          Term title = new Term("title", word);
          Term body = new Term("body", word);
          all.add(
              misspelt ? either(new FuzzyQuery(title, 1), new FuzzyQuery(body, 1)) : either(new TermQuery(title), new TermQuery(body)),
              wanted);
        }
        if (words.isEmpty()) { // stop words alone
          return wanted == Occur.MUST ? new MatchAllDocsQuery() : new MatchNoDocsQuery();
        }
        return all.build();
    }
  }

  private static Query either(Query title, Query body) {
    if (title == null || body == null) { // a phrase of stop words
      return new MatchNoDocsQuery();
    }
    return new BooleanQuery.Builder().add(title, Occur.SHOULD).add(body, Occur.SHOULD).build();
  }

  /** What the analyzer leaves of a text. */
  private static List<String> words(String text) throws IOException {
    List<String> words = new ArrayList<>();
    try (TokenStream stream = ANALYZER.tokenStream("body", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(term.toString());
      }
      stream.end();
    }
    return words;
  }

  private static Query filtered(Asked q, Query text) {
    List<Query> filters = new ArrayList<>();
    q.satker.forEach(v -> filters.add(key("satker", v)));
    q.topic.forEach(v -> filters.add(key("topic", v)));
    q.official.forEach(v -> filters.add(key("official", v)));
    if (q.from != null) {
      long from = LocalDate.parse(q.from).toEpochDay();
      long to = LocalDate.parse(q.to).toEpochDay();
      filters.add(
          new IndexOrDocValuesQuery(
              LongPoint.newRangeQuery("published", from, to), NumericDocValuesField.newSlowRangeQuery("published", from, to)));
    }
    if (filters.isEmpty()) {
      return text;
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    if (!(text instanceof MatchAllDocsQuery)) {
      all.add(text, Occur.MUST);
    }
    filters.forEach(f -> all.add(f, Occur.FILTER));
    return all.build();
  }

  private static Query key(String field, String value) {
    return new TermQuery(new Term(FACETS, FacetsConfig.pathToString(field, new String[] {value})));
  }
}
