package io.tocsin.bench.peers.flink;

import static java.util.Objects.requireNonNull;

import io.tocsin.bench.lines.AlertLine;
import io.tocsin.bench.lines.ErrorWindow;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * More than a hundred errors of a service within a minute, judged at each error as it comes: those
 * of a service are in one partition, in the order of time.
 */
final class ErrorsPerMinute extends KeyedProcessFunction<String, Tuple2<String, Long>, byte[]> {
  private static final long serialVersionUID = 1;

  private transient @Nullable ValueState<ErrorWindow> errors;

  @Override
  public void open(OpenContext context) {
    errors =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("errors", ErrorWindowSerializer.INSTANCE));
  }

  @Override
  public void processElement(Tuple2<String, Long> error, Context context, Collector<byte[]> alerts)
      throws Exception {
    ValueState<ErrorWindow> state = requireNonNull(errors);
    ErrorWindow window = state.value();
    if (window == null) {
      window = new ErrorWindow();
    }
    int count = window.add(error.f1);
    state.update(window);
    if (count > ErrorWindow.THRESHOLD) {
      alerts.collect(AlertLine.of(error.f0, error.f1, count));
    }
  }
}
