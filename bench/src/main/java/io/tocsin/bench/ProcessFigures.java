package io.tocsin.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What this process has cost so far, as the operating system counts it. */
public final class ProcessFigures {
  private ProcessFigures() {}

  /** CPU time of all threads, nanoseconds. */
  public static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** CPU time of another process, nanoseconds; 0 where the system does not tell. */
  public static long cpuNanos(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(Duration::toNanos)
        .orElse(0L);
  }

  /** The average number of processes that wanted a CPU in the last minute. */
  static double load() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getSystemLoadAverage();
  }

  /** Forgets the peak of the memory up to now, where the system can. */
  public static void resetPeak() throws IOException {
    resetPeak(ProcessHandle.current().pid());
  }

  /** The same of another process. */
  public static void resetPeak(long pid) throws IOException {
    Path reset = Path.of("/proc", Long.toString(pid), "clear_refs");
    if (Files.isWritable(reset)) {
      Files.writeString(reset, "5");
    }
  }

  /** The peak of the resident memory, MB of 2^20 bytes; 0 where the system does not tell. */
  public static long peakMegabytes() throws IOException {
    return peakMegabytes(ProcessHandle.current().pid());
  }

  /** The same of another process. */
  public static long peakMegabytes(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return 0;
  }
}
