import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.lucene.util.Version;

/** Asks Lucene the mix of `warta bench --export`, counted as warta bench counts: Bench MIX INDEX ROUNDS. */
final class Bench {
  /** Rounds, and nanoseconds, after which the compiler has done what it will do. */
  private static final int WARM_ROUNDS = 2;

  private static final long WARM_TIME = 15_000_000_000L;

  /** Queries that this share of all articles match are broad. */
  private static final double BROAD = 0.1;

  /** The class that is asked behind the mix. */
  private static final String QUESTION = "question";

  private record Sample(String name, long nanos, int matches) {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Path dir = Path.of(args[1]);
    int rounds = Integer.parseInt(args[2]);
    Runtime java = Runtime.getRuntime();
    System.out.printf("Lucene %s, Java %s, %d cores, heap of %d MB%n", Version.LATEST, Runtime.version(), java.availableProcessors(), java.maxMemory() >> 20);
    Engine.Load load = Engine.fill(folder.resolve("articles.ndjson"), dir);
    long size = sizeOf(dir);
    System.out.printf(
        "%d articles, %.1f MB of text, searchable after %.1f s: %.0f articles/s%n",
        load.articles(), load.text() / 1e6, load.seconds(), load.articles() / load.seconds());
    List<Engine.Asked> queries;
    try (Stream<String> lines = Files.lines(folder.resolve("queries.ndjson"))) {
      Gson gson = new Gson();
      queries = lines.map(line -> gson.fromJson(line, Engine.Asked.class)).toList();
    }
    // Questions are asked behind the mix and are no part of its figures.
    List<Engine.Asked> mix = queries.stream().filter(q -> !q.name.equals(QUESTION)).toList();
    List<Engine.Asked> questions = queries.stream().filter(q -> q.name.equals(QUESTION)).toList();
    try (Engine engine = new Engine(dir)) {
      System.out.printf("on disk: %.1f MB (%.2f of the text) in %d segments%n", size / 1e6, (double) size / load.text(), engine.segments());
      long start = System.nanoTime();
      for (int round = 0; round < WARM_ROUNDS || System.nanoTime() - start < WARM_TIME; round++) {
        measure(engine, queries, 1, 1);
      }
      for (int clients : new int[] {1, 8}) {
        System.gc();
        long begin = System.nanoTime();
        List<Sample> samples = measure(engine, mix, clients, rounds);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%n%d client(s), %d round(s): %.1f searches/s%n", clients, rounds, samples.size() / seconds);
        print(samples, load.articles());
        figure(QUESTION, measure(engine, questions, clients, rounds));
      }
    }
  }

  /** Each client goes through the queries in their order, from a place of its own. */
  private static List<Sample> measure(Engine engine, List<Engine.Asked> queries, int clients, int rounds) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<List<Sample>>> work = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int offset = client * queries.size() / clients;
        work.add(
            () -> {
              List<Sample> samples = new ArrayList<>();
              for (int i = 0; i < rounds * queries.size(); i++) {
                Engine.Asked q = queries.get((offset + i) % queries.size());
                long begin = System.nanoTime();
                int matches = engine.search(q).total();
                samples.add(new Sample(q.name, System.nanoTime() - begin, matches));
              }
              return samples;
            });
      }
      List<Sample> all = new ArrayList<>();
      for (Future<List<Sample>> done : pool.invokeAll(work)) {
        all.addAll(done.get());
      }
      return all;
    } finally {
      pool.shutdown();
    }
  }

  private static void print(List<Sample> samples, int articles) {
    System.out.printf("%18s %6s %8s %8s %8s %8s %8s %8s%n", "class", "n", "matches", "mean ms", "p50 ms", "p95 ms", "p99 ms", "max ms");
    figure("whole mix", samples);
    List<Sample> broad = samples.stream().filter(s -> s.matches >= BROAD * articles).toList();
    if (!broad.isEmpty()) {
      figure("broad queries", broad);
    }
    Map<String, List<Sample>> classes = new TreeMap<>();
    samples.forEach(s -> classes.computeIfAbsent(s.name, name -> new ArrayList<>()).add(s));
    classes.forEach(Bench::figure);
  }

  private static void figure(String name, List<Sample> samples) {
    long[] times = samples.stream().mapToLong(Sample::nanos).sorted().toArray();
    System.out.printf(
        "%18s %6d %8.0f %8.2f %8.2f %8.2f %8.2f %8.2f%n",
        name, times.length, samples.stream().mapToInt(Sample::matches).average().orElse(0), Arrays.stream(times).average().orElse(0) / 1e6,
        quantile(times, 0.50), quantile(times, 0.95), quantile(times, 0.99), times[times.length - 1] / 1e6);
  }

  /** The nearest-rank quantile of sorted times, in milliseconds. */
  private static double quantile(long[] sorted, double q) {
    int rank = (int) (sorted.length * q + 0.999999) - 1;
    return sorted[Math.min(Math.max(rank, 0), sorted.length - 1)] / 1e6;
  }

  private static long sizeOf(Path dir) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }
}
