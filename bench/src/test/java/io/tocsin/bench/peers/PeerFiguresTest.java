package io.tocsin.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.contest.Contest;
import org.junit.jupiter.api.Test;

class PeerFiguresTest {
  @Test
  void readsTheLineOfAProcess() {
    PeerFigures figures =
        PeerFigures.of(
            Peer.DROOLS,
            """
            {"engine":"drools","contest":"W1-LOW","form":"","fed":20,"truncated":true,"eps":5,
            "cpu_eps":4,"eps_runs":[5],"alerts":3,"expected":4,"checksum":"0","expected_checksum":"1",
            "strays":6,"wrong":0,"missing":1,"bytes":100,"live":8}
            """);

    assertThat(figures.contest()).isEqualTo(Contest.W1_LOW);
    assertThat(figures.truncated()).isTrue();
    assertThat(figures.strays()).isEqualTo(6);
    assertThat(figures.isRight()).isFalse();
    assertThat(figures.bytesPerEvent()).isEqualTo(13);
    assertThat(figures.label()).isEqualTo("drools_w1_low");
  }
}
