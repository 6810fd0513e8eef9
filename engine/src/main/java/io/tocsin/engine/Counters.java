package io.tocsin.engine;

import io.tocsin.engine.session.Shed;
import java.util.Map;

/**
 * What an engine has done. {@code records = accepted + filtered + late + rejected + shed + rows}
 * always holds.
 *
 * @param records published records
 * @param accepted events that some rule can use
 * @param filtered events that no rule can use: no pattern has their type and accepts them
 * @param late events below the watermark
 * @param rejected records that are no events
 * @param shed events that were shed because too many waited for the watermark
 * @param rows rows of tables
 * @param waiting accepted events that wait for the watermark
 * @param live events that windows, sequences and absences keep
 * @param alerts messages about alerts
 * @param emitted derived events
 * @param faults failures of rules by rule name
 * @param quarantined rules that failed too often, by name, with the last failure
 * @param sheds what each limit has cost each rule
 */
public record Counters(
    long records,
    long accepted,
    long filtered,
    long late,
    long rejected,
    long shed,
    long rows,
    long waiting,
    long live,
    long alerts,
    long emitted,
    Map<String, Long> faults,
    Map<String, String> quarantined,
    Map<Shed, Long> sheds) {}
