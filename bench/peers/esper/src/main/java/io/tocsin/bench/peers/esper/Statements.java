package io.tocsin.bench.peers.esper;

import io.tocsin.bench.contest.Contest;

/**
 * The rules as Esper has them; alerts come out of the statement {@code alerts}.
 *
 * <p>Each was tried in several ways, and the fastest with the right alerts is here: windows are one
 * for all keys and grouped ({@code #ext_timed} before {@code #time}, both before a context per
 * key), a click is joined with the window of the views (before a named window, before a pattern),
 * and an order waits in a named window until it is paid (before {@code not exists}, before a
 * pattern). The pattern of the absence is there as a form of its own.
 */
final class Statements {
  /** An absence as a pattern: what Esper's documentation shows first. */
  static final String PATTERN = "pattern";

  private static final String ERRORS =
      """
      @public @buseventtype
      create objectarray schema LogLine(service string, level string, ts long);
      @name('alerts')
      select service, ts, count(*) from LogLine(level = 'ERROR')#ext_timed(ts, 60 sec)
      group by service having count(*) > %d;
      """;

  private static final String PAYMENTS =
      """
      @public @buseventtype
      create objectarray schema Payment(card string, amount double, ts long);
      @name('alerts')
      select card, ts, count(*) from Payment#ext_timed(ts, 60 sec)
      group by card having count(*) >= 5 and sum(amount) > 1000;
      """;

  private static final String ORDERS =
      """
      @public @buseventtype create objectarray schema Placed(id long, ts long);
      @public @buseventtype create objectarray schema Paid(id long, ts long);
      """;

  /** What leaves the window leaves it because it is paid, or because its time is up. */
  private static final String ORDERS_IN_A_WINDOW =
      """
      @public create window Unpaid#time(5 min) as Placed;
      insert into Unpaid select * from Placed;
      on Paid as d delete from Unpaid as p where p.id = d.id;
      @name('alerts')
      select rstream id from Unpaid where current_timestamp - ts >= 300000;
      """;

  private static final String ORDERS_BY_PATTERN =
      """
      @name('alerts')
      select p.id from pattern [
        every p=Placed -> (timer:interval(5 min) and not Paid(id = p.id))];
      """;

  private static final String CLICKS =
      """
      @public @buseventtype
      create objectarray schema View(ad string, user string, ts long);
      @public @buseventtype
      create objectarray schema Click(ad string, user string, ts long);
      @name('alerts')
      select c.user, c.ts, v.ts from Click as c unidirectional, View#ext_timed(ts, 10 min) as v
      where c.ad = v.ad and c.user = v.user;
      """;

  private Statements() {}

  static String of(Contest contest, String form) {
    if (!form.isEmpty() && !(contest == Contest.W3 && form.equals(PATTERN))) {
      throw new IllegalArgumentException(
          "[" + contest.label() + "] has no form [" + form + "] here.");
    }
    return switch (contest) {
      case W1, W1_LOW -> ERRORS.formatted(contest.threshold());
      case W2 -> PAYMENTS;
      case W3 -> ORDERS + (form.isEmpty() ? ORDERS_IN_A_WINDOW : ORDERS_BY_PATTERN);
      case W4 -> CLICKS;
    };
  }
}
