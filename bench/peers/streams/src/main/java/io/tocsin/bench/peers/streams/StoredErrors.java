package io.tocsin.bench.peers.streams;

import io.tocsin.bench.lines.ErrorWindow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The windows of all services, and what a store must have so that they can be made again.
 *
 * <p>The window of a loud service has thousands of errors, and one that went to the changelog as a
 * whole with each error would be all that the topic holds. So the errors of a service are numbered,
 * and the store has them in pieces of 64: an error writes the last piece, and a piece that is out
 * of the window as a whole is deleted. The key is the service and the number of the piece.
 */
final class StoredErrors {
  private static final int PIECE = 64;
  private static final char SEPARATOR = '#';

  private final KeyValueStore<String, byte[]> store;
  private final Map<String, Service> services = new HashMap<>();

  private StoredErrors(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** The windows that a store has. */
  static StoredErrors restore(KeyValueStore<String, byte[]> store) {
    Map<String, SortedMap<Long, byte[]>> pieces = new HashMap<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> piece = all.next();
        int end = piece.key.lastIndexOf(SEPARATOR);
        pieces
            .computeIfAbsent(piece.key.substring(0, end), any -> new TreeMap<>())
            .put(Long.parseLong(piece.key.substring(end + 1)), piece.value);
      }
    }
    StoredErrors errors = new StoredErrors(store);
    pieces.forEach((name, of) -> errors.services.put(name, Service.restore(name, of)));
    return errors;
  }

  /** Takes an error and returns how many of its service are in the window that ends with it. */
  int add(String service, long time) {
    return services.computeIfAbsent(service, Service::new).add(time, store);
  }

  private static final class Service {
    private final String prefix;
    private final ErrorWindow window = new ErrorWindow();
    private final ByteBuffer last = ByteBuffer.allocate(PIECE * Long.BYTES);

    /** The number of the oldest error in the window, and of the next one that comes. */
    private long oldest;

    private long next;

    private Service(String name) {
      prefix = name + SEPARATOR;
    }

    private static Service restore(String name, SortedMap<Long, byte[]> pieces) {
      Service service = new Service(name);
      service.oldest = pieces.firstKey() * PIECE;
      service.next = service.oldest;
      pieces.values().forEach(service::restore);
      return service;
    }

    private void restore(byte[] piece) {
      ByteBuffer times = ByteBuffer.wrap(piece);
      while (times.hasRemaining()) {
        append(times.getLong());
      }
    }

    private void append(long time) {
      if (!last.hasRemaining()) {
        last.clear();
      }
      last.putLong(time);
      window.append(time);
      next++;
    }

    private int add(long time, KeyValueStore<String, byte[]> store) {
      long kept = oldest / PIECE;
      oldest += window.forget(time);
      append(time);
      store.put(prefix + (next - 1) / PIECE, Arrays.copyOf(last.array(), last.position()));
      for (long piece = kept; piece < oldest / PIECE; piece++) {
        store.delete(prefix + piece);
      }
      return window.size();
    }
  }
}
