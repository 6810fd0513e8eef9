package io.tocsin.console.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Serves loopback names only, because a page from elsewhere whose name is made to resolve to this
 * machine (DNS rebinding) would otherwise count as our own.
 */
final class HostGuard extends OncePerRequestFilter {

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(localhost|([a-z0-9-]+\\.)+localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  private final HandlerExceptionResolver problems;

  HostGuard(HandlerExceptionResolver problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String host = request.getHeader("Host");
    if (isLoopback(host)) {
      chain.doFilter(request, response);
    } else {
      problems.resolveException(
          request,
          response,
          null,
          new AccessDeniedException(
              "This node listens on the loopback interface and serves no host [%s]. Maybe use [localhost] or [127.0.0.1]."
                  .formatted(host)));
    }
  }

  static boolean isLoopback(@Nullable String host) {
    return host != null && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
