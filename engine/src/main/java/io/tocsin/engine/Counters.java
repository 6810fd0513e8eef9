package io.tocsin.engine;

import java.util.Map;

/**
 * What an engine has done. {@code records = accepted + filtered + late + rejected + rows} always
 * holds.
 *
 * @param records published records
 * @param accepted events that some rule uses
 * @param filtered events that no rule uses
 * @param late events below the watermark
 * @param rejected records that are no events
 * @param rows rows of tables
 * @param waiting accepted events that wait for the watermark
 * @param live events that windows, sequences and absences keep
 * @param alerts messages about alerts
 * @param emitted derived events
 * @param faults failures of rules by rule name
 * @param quarantined rules that failed too often, by name, with the last failure
 */
public record Counters(
    long records,
    long accepted,
    long filtered,
    long late,
    long rejected,
    long rows,
    long waiting,
    long live,
    long alerts,
    long emitted,
    Map<String, Long> faults,
    Map<String, String> quarantined) {}
