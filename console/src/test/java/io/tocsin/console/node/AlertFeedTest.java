package io.tocsin.console.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.console.node.AlertFeed.Batch;
import io.tocsin.console.node.AlertFeed.Entry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlertFeedTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void keepsTheNewestByNumberAndBySize() throws InterruptedException {
    AlertFeed feed = new AlertFeed(3, 10);
    for (String alert : new String[] {"a", "b", "c", "d"}) {
      feed.add(alert);
    }
    assertThat(feed.recent(10)).extracting(Entry::alert).containsExactly("b", "c", "d");
    feed.add("12345678");
    assertThat(feed.recent(10)).extracting(Entry::alert).containsExactly("c", "d", "12345678");
    feed.add("far longer than all that is kept");
    assertThat(feed.recent(10)).hasSize(1);
    assertThat(feed.after(2, 10, LONG).missed()).isEqualTo(3);
    assertThat(feed.last()).isEqualTo(6);
  }

  @Test
  void givesEachReaderWhatItLacks() throws InterruptedException {
    AlertFeed feed = new AlertFeed(10, 1000);
    feed.add("a");
    feed.add("b");
    feed.add("c");
    assertThat(feed.after(0, 2, LONG).entries()).extracting(Entry::alert).containsExactly("a", "b");
    Batch rest = feed.after(2, 2, LONG);
    assertThat(rest.entries()).containsExactly(new Entry(3, "c"));
    assertThat(rest.missed()).isZero();
    assertThat(feed.after(3, 2, Duration.ofMillis(5)).entries()).isEmpty();
  }

  @Test
  void wakesReadersForAnAlertAndForTheEnd() throws Exception {
    AlertFeed feed = new AlertFeed(10, 1000);
    CompletableFuture<Batch> reader = CompletableFuture.supplyAsync(() -> read(feed, 0));
    feed.add("a");
    assertThat(reader.get(30, TimeUnit.SECONDS).entries()).hasSize(1);
    CompletableFuture<Batch> last = CompletableFuture.supplyAsync(() -> read(feed, 1));
    feed.close();
    assertThat(last.get(30, TimeUnit.SECONDS)).isEqualTo(new Batch(java.util.List.of(), 0, false));
  }

  private static Batch read(AlertFeed feed, long after) {
    try {
      return feed.after(after, 10, LONG);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
