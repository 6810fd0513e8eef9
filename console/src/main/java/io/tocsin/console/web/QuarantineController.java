package io.tocsin.console.web;

import io.tocsin.console.node.NodeView;
import io.tocsin.console.node.QuarantineDesk;
import io.tocsin.console.node.QuarantineState;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells which rules are quarantined, and lifts that. */
@RestController
@RequestMapping("/api/v1/quarantine")
class QuarantineController {

  private final NodeView node;
  private final QuarantineDesk desk;

  QuarantineController(NodeView node, QuarantineDesk desk) {
    this.node = node;
    this.desk = desk;
  }

  record Quarantined(List<QuarantineState> quarantined) {}

  record Rule(@Nullable String pack, @Nullable String rule) {}

  @GetMapping
  Quarantined quarantined() {
    return new Quarantined(node.state().quarantined());
  }

  /** Answers once the journals of all shards have it. */
  @PostMapping(path = "/lift", consumes = MediaType.APPLICATION_JSON_VALUE)
  Rule lift(@RequestBody Rule rule) {
    String pack = rule.pack();
    String name = rule.rule();
    if (pack == null || name == null) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The body needs [pack] and [rule].\nMaybe {\"pack\": \"payment-burst\", \"rule\": \"Payment burst\"}.");
    }
    desk.lift(pack, name);
    return rule;
  }
}
