package io.tocsin.deploy;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.console.testing.TocsinProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: alerts arrive live, and everyone can read and use it. */
@Timeout(900)
class ConsolePageIT {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration ENDED = Duration.ofSeconds(60);
  private static final double PATIENCE_MILLIS = 300_000;
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  @TempDir private Path folder;

  @Test
  void anAlertArrivesLive() throws Exception {
    assumeTrue(
        Files.isExecutable(CHROMIUM), "no /usr/bin/chromium: the page is not tested in a browser");
    String data = folder.resolve("data").toString();
    try (TocsinProcess dev =
            TocsinProcess.start("dev", "--data", data, "--port", "0", "--no-open");
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setHeadless(true)
                        .setArgs(FLAGS))) {
      String address = address(dev);
      Page page = browser.newPage(new Browser.NewPageOptions().setColorScheme(ColorScheme.LIGHT));
      List<String> complaints = new ArrayList<>();
      List<String> foreign = new ArrayList<>();
      page.onPageError(complaints::add);
      page.onConsoleMessage(
          message -> {
            if (message.text().contains("Content Security Policy")) {
              complaints.add(message.text());
            }
          });
      page.onRequest(
          request -> {
            if (!request.url().startsWith(address + "/")) {
              foreign.add(request.url());
            }
          });
      page.navigate(address + "/");
      watch(page);
      assertThat(complaints).isEmpty();
      assertThat(foreign).isEmpty();
      assertAccessible(page, "light");
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      // Because an animation that began in the light goes on with its colours.
      page.evaluate("document.getAnimations().forEach(animation => animation.cancel())");
      assertAccessible(page, "dark");
      dev.terminate();
      dev.exit(ENDED);
      assertSaysThatItIsOld(page);
      assertAccessible(page, "lost");
    }
  }

  private static String address(TocsinProcess dev) throws InterruptedException {
    Matcher found = ADDRESS.matcher(dev.await(line -> ADDRESS.matcher(line).find(), START));
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private static void watch(Page page) {
    assertThat(page.locator("#node-status"))
        .hasText("Ready", new HasTextOptions().setTimeout(PATIENCE_MILLIS));
    Locator alerts = page.locator("#alert-list > li");
    assertThat(alerts.first()).isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
    int before = alerts.count();
    // More than one page load can show, so it came over the open stream.
    page.waitForCondition(
        () -> alerts.count() > before,
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
    assertThat(page.locator("#feed-status")).hasText("live");
    alerts.first().locator("summary").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#alert-list details[open] dt").first()).hasText("at");
    page.locator("#filter").fill("no alert has this text");
    assertThat(page.locator("#alerts-empty-lead")).hasText("No alert matches the filter");
    page.locator("#filter").fill("");
    assertThat(page.locator("#pack-list > li")).hasCount(7, new HasCountOptions());
    page.locator("#shards-table button").first().press("Enter");
    assertThat(page.locator("#shards-table button").first()).hasAttribute("aria-expanded", "true");
  }

  /** What was shown stays when the node has gone, and says of when it is. */
  private static void assertSaysThatItIsOld(Page page) {
    assertThat(page.locator("#node-status"))
        .hasText("Not reachable", new HasTextOptions().setTimeout(PATIENCE_MILLIS));
    assertThat(page.locator("#feed-status")).hasText("connection lost, trying again");
    assertThat(page.locator("#lanes-summary")).containsText("as of ");
    assertThat(page.locator("#alert-list > li").first()).isVisible();
  }

  private static void assertAccessible(Page page, String what) {
    List<String> violations =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .toList();
    assertThat(violations).as("accessibility of the %s page", what).isEmpty();
  }
}
