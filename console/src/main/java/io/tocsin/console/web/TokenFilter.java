package io.tocsin.console.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows a request by {@code Authorization: Bearer TOKEN}. For reading, {@code Basic} with the token
 * as the password serves too, because a browser can send nothing else; never for writing, because a
 * browser sends it along with a forged request as well.
 */
final class TokenFilter extends OncePerRequestFilter {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final AccessToken token;

  TokenFilter(AccessToken token) {
    this.token = token;
  }

  static boolean reads(HttpServletRequest request) {
    return READS.contains(request.getMethod());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (token.matches(presented(request))) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          UsernamePasswordAuthenticationToken.authenticated(
              "token", null, AuthorityUtils.createAuthorityList("ROLE_OPERATOR")));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  private static @Nullable String presented(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      return null;
    }
    int space = header.indexOf(' ');
    String scheme = header.substring(0, Math.max(0, space)).toLowerCase(Locale.ROOT);
    String credentials = header.substring(space + 1).strip();
    return switch (scheme) {
      case "bearer" -> credentials;
      case "basic" -> reads(request) ? password(credentials) : null;
      default -> null;
    };
  }

  private static @Nullable String password(String credentials) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
