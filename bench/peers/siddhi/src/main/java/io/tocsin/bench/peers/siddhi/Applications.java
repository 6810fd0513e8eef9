package io.tocsin.bench.peers.siddhi;

import io.tocsin.bench.contest.Contest;

/**
 * The rules as Siddhi has them; alerts come out of the stream {@code Alerts}.
 *
 * <p>Each was tried in several ways, and the fastest with the right alerts is here. Windows are
 * grouped, because one window per key, in a partition, is slower; but a join looks at the whole
 * window, so the views of each user are a partition (a table with an index in their place kept some
 * that had expired). A pattern looks at every instance that waits, so orders wait in a table with
 * an index; the pattern is there as a form of its own.
 */
final class Applications {
  /** An absence as a pattern: what Siddhi's documentation shows, and slow with many that wait. */
  static final String PATTERN = "pattern";

  private static final String HEAD =
      """
      @app:name('peer')
      @app:playback
      define stream Tick(ts long);
      """;

  private static final String ERRORS =
      """
      define stream LogLine(service string, level string, ts long);
      from LogLine[level == 'ERROR']#window.externalTime(ts, 60 sec)
      select service, ts, count() as events group by service having events > %d
      insert into Alerts;
      """;

  private static final String PAYMENTS =
      """
      define stream Payment(card string, amount double, ts long);
      from Payment#window.externalTime(ts, 60 sec)
      select card, ts, count() as events, sum(amount) as total group by card
      having events >= 5 and total > 1000.0
      insert into Alerts;
      """;

  private static final String ORDERS =
      """
      define stream Placed(id long, ts long);
      define stream Paid(id long, ts long);
      """;

  private static final String ORDERS_IN_A_TABLE =
      """
      @primaryKey('id') define table Unpaid(id long, ts long);
      from Placed insert into Unpaid;
      from Paid delete Unpaid on Unpaid.id == id;
      from Placed#window.time(5 min) select id insert expired events into Due;
      from Due as d join Unpaid as u on u.id == d.id select d.id as id insert into Alerts;
      from Alerts delete Unpaid on Unpaid.id == id;
      """;

  private static final String ORDERS_BY_PATTERN =
      """
      from every p=Placed -> not Paid[id == p.id] for 5 min
      select p.id as id insert into Alerts;
      """;

  private static final String CLICKS =
      """
      define stream View(ad string, user string, ts long);
      define stream Click(ad string, user string, ts long);
      partition with (user of View, user of Click)
      begin
        from Click as c unidirectional join View#window.externalTime(ts, 10 min) as v
        on v.ad == c.ad and v.ts >= c.ts - 600000L
        select c.user as user, c.ts as clicked, v.ts as viewed insert into Alerts;
      end;
      """;

  private Applications() {}

  static String of(Contest contest, String form) {
    if (!form.isEmpty() && !(contest == Contest.W3 && form.equals(PATTERN))) {
      throw new IllegalArgumentException(
          "[" + contest.label() + "] has no form [" + form + "] here.");
    }
    return HEAD
        + switch (contest) {
          case W1, W1_LOW -> ERRORS.formatted(contest.threshold());
          case W2 -> PAYMENTS;
          case W3 -> ORDERS + (form.isEmpty() ? ORDERS_IN_A_TABLE : ORDERS_BY_PATTERN);
          case W4 -> CLICKS;
        };
  }
}
