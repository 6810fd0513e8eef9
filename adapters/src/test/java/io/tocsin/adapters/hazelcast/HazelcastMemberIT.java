package io.tocsin.adapters.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.Until;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seconds.class)
class HazelcastMemberIT {

  @Test
  void seesAnotherJoinAndDieAndKeepsWhatItHeld() throws Exception {
    long began = System.nanoTime();
    try (HazelcastMember first = HazelcastMember.start(MemberSettings.alone("pair", "a"))) {
      System.out.printf("member ready after %.2f s%n", (System.nanoTime() - began) / 1e9);
      assertThat(first.members()).containsExactly("a");
      final long alone = first.version();
      HazelcastMember second =
          HazelcastMember.start(
              new MemberSettings("pair", "b", "127.0.0.1", 0, List.of(first.address()), 1));
      assertThat(second.members()).containsExactly("a", "b");
      Until.holds("the first sees the second", () -> first.members().equals(List.of("a", "b")));
      final long together = first.version();
      assertThat(together).isGreaterThan(alone);
      for (int i = 0; i < 100; i++) {
        second.checkpoints().set("k" + i, new byte[] {(byte) i});
      }
      began = System.nanoTime();
      second.instance().getLifecycleService().terminate();
      Until.holds("the second is gone", () -> first.members().equals(List.of("a")));
      System.out.printf(
          "a dead member is noticed after %.2f s%n", (System.nanoTime() - began) / 1e9);
      assertThat(first.version()).isGreaterThan(together);
      for (int i = 0; i < 100; i++) {
        assertThat(first.checkpoints().get("k" + i)).containsExactly(i);
      }
    }
  }

  @Test
  void isNotJoinedByAnotherClusterAndListensOnLoopbackOnly() throws Exception {
    try (HazelcastMember one = HazelcastMember.start(MemberSettings.alone("one", "a"));
        HazelcastMember other =
            HazelcastMember.start(
                new MemberSettings("other", "b", "127.0.0.1", 0, List.of(one.address()), 1))) {
      assertThat(one.members()).containsExactly("a");
      assertThat(other.members()).containsExactly("b");
      int port = Integer.parseInt(one.address().substring(one.address().indexOf(':') + 1));
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(network.getInetAddresses())) {
          if (!address.isLoopbackAddress()) {
            assertThatThrownBy(() -> new Socket(address, port).close())
                .isInstanceOf(IOException.class);
          }
        }
      }
    }
  }

  @Test
  void doesNotReadObjectsOfForeignClasses() throws Exception {
    try (HazelcastMember member = HazelcastMember.start(MemberSettings.alone("filter", "a"))) {
      IMap<String, Object> map = member.instance().getMap("any");
      map.set("value", new URL("http://127.0.0.1/"));
      assertThatThrownBy(() -> map.get("value"))
          .isInstanceOf(HazelcastSerializationException.class)
          .hasRootCauseInstanceOf(SecurityException.class);
    }
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    try (HazelcastMember member = HazelcastMember.start(MemberSettings.alone("taken", "a"))) {
      int port = Integer.parseInt(member.address().substring(member.address().indexOf(':') + 1));
      assertThatThrownBy(
              () ->
                  HazelcastMember.start(
                      new MemberSettings("taken", "b", "127.0.0.1", port, List.of(), 1)))
          .isInstanceOfSatisfying(
              TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
  }
}
