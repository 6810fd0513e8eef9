package io.tocsin.adapters;

import io.tocsin.adapters.broker.BrokerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One broker process for all tests that do it no harm; it ends with this JVM. */
public final class SharedBroker {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private SharedBroker() {}

  private static final class Holder {
    static final BrokerProcess BROKER = start();

    private static BrokerProcess start() {
      try {
        Path data = Files.createTempDirectory("tocsin-broker");
        BrokerProcess broker = BrokerProcess.start(data);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      broker.kill();
                      delete(data);
                    }));
        return broker;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path data) {
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static String bootstrap() {
    return Holder.BROKER.bootstrap();
  }

  /** A name that no other test uses. */
  public static String name(String kind) {
    return kind + "-" + NAMES.incrementAndGet();
  }
}
