package io.tocsin.console.web;

import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Who may do what: reading is open on loopback, everything else wants the token. */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<String> PROBES =
      Set.of("/actuator/health/liveness", "/actuator/health/readiness");

  @Bean
  SecurityFilterChain filterChain(
      HttpSecurity http,
      WebSettings settings,
      AccessToken token,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    // No session and no cookie exist, so a forged request carries no authority: CSRF has no target.
    http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                    .crossOriginResourcePolicy(Customizer.withDefaults())
                    .crossOriginOpenerPolicy(Customizer.withDefaults()))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(
                        r ->
                            TokenFilter.reads(r)
                                && (settings.loopback() || PROBES.contains(r.getRequestURI())))
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .addFilterBefore(new TokenFilter(token), AuthorizationFilter.class)
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint(
                        (request, response, missing) ->
                            problems.resolveException(request, response, null, missing))
                    .accessDeniedHandler(
                        (request, response, denied) ->
                            problems.resolveException(request, response, null, denied)));
    if (settings.loopback()) {
      http.addFilterBefore(new HostGuard(problems), DisableEncodeUrlFilter.class);
    }
    return http.build();
  }

  /**
   * Lets unknown methods through to the rules above, which answer 401 where the token is missing.
   */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  /** There are no users, only the token; without this bean a password would be made and logged. */
  @Bean
  UserDetailsService nobody() {
    return name -> {
      throw new UsernameNotFoundException(name);
    };
  }
}
