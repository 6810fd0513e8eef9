package io.tocsin.engine.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.FrameWriter;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Shed;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.window.OperatorSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At two dead letters a minute: what is written, what is told, what is counted. */
class DeadLettersTest {
  private static PackPlan plan;

  private final List<String> written = new ArrayList<>();
  private JournalShard shard;
  private long next;

  @BeforeAll
  static void compile() {
    plan =
        PackCompiler.compile(
            PackLoader.parse(
                """
                name: letters
                version: 1.0.0
                sources:
                  - {topic: a, type: A, time: at}
                  - {topic: b, type: A, time: at}
                limits: {dead-letters-per-minute: 2}
                """,
                List.of(
                    new DrlFile(
                        "letters.drl",
                        """
                        package letters
                        declare A @role(event) @timestamp(at)
                          at : long
                        end
                        rule R when $a : A() then alerts.raise($a.getAt()); end
                        """))));
  }

  private static List<DeployedPack> packs() {
    return List.of(new DeployedPack(plan, OperatorSessions.ofOneOf(1)));
  }

  private void reject(int source, long second) {
    long offset = next++;
    FrameWriter writer = new FrameWriter(plan.types());
    writer.add(
        new Entry.Rejected(
            SourcePosition.of(source, 0, offset),
            RejectReason.values()[0],
            "no event",
            second * 1000,
            null,
            new byte[] {1},
            1));
    byte[] frame =
        writer.cut(
            FrameHeader.of(plan, 0, 1, 1), List.of(new SourceRange(source, 0, 0, offset + 1)));
    for (OutputRecord record : shard.process(new JournalRecord(0, offset, frame))) {
      Map<String, String> headers = record.headers();
      String reason = headers.get("tocsin-reason");
      String told = headers.get("tocsin-suppressed");
      written.add(
          record.topic()
              + " "
              + headers.get("tocsin-offset")
              + (reason.equals(RejectReason.values()[0].label()) ? "" : " " + reason)
              + (told == null ? "" : " after " + told));
    }
  }

  private void restart() {
    JournalPosition position = shard.position();
    byte[] bytes = shard.save().write();
    shard =
        JournalShard.restore(
            0,
            packs(),
            List.of(new CheckpointStore.Stored(position.nextOffset(), bytes)),
            position);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areBoundedForEachSourceAndMinute(boolean restarts) {
    shard = JournalShard.restore(0, packs(), List.of(), JournalPosition.BEGINNING);
    int[][] records = {
      {0, 60}, {0, 61}, {0, 62}, {1, 62}, {0, 63}, {0, 30}, {0, 119}, {0, 120}, {0, 121}, {0, 122}
    };
    for (int[] record : records) {
      reject(record[0], record[1]);
      if (restarts) {
        restart();
      }
    }
    assertThat(written)
        .containsExactly(
            "a-dlt 0",
            "a-dlt 1",
            "a-dlt 2 dead-letters-per-minute",
            "b-dlt 3",
            "a-dlt 7 after 4",
            "a-dlt 8",
            "a-dlt 9 dead-letters-per-minute");
    assertThat(shard.sheds().get("letters")).containsEntry(new Shed(Limit.DEAD_LETTERS, ""), 5L);
    assertThat(shard.counters().get("letters").toMap()).containsEntry("rejected", 10L);
  }
}
