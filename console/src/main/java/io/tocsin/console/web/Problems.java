package io.tocsin.console.web;

import io.tocsin.engine.event.TocsinException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers whatever goes wrong as problem details (RFC 9457). */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> missingToken(AuthenticationException missing) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNAUTHORIZED,
            "This request wants the node's token. Maybe send the header [Authorization: Bearer TOKEN]; the start of the node says in which file the token lies.");
    // Basic too, because a browser asks its user only then.
    return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tocsin\"")
        .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"tocsin\", charset=\"UTF-8\"")
        .body(problem);
  }

  @ExceptionHandler
  ProblemDetail denied(AccessDeniedException denied) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, said(denied));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> known(TocsinException known) {
    HttpStatus status =
        switch (known.code()) {
          case BAD_ARGUMENT, BAD_PACK -> HttpStatus.BAD_REQUEST;
          case UNAVAILABLE, FENCED -> HttpStatus.SERVICE_UNAVAILABLE;
          default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, said(known));
    problem.setProperty("code", known.code().code());
    return ResponseEntity.status(status).body(problem);
  }

  @ExceptionHandler
  ProblemDetail fault(Exception fault) {
    LOG.atError().setCause(fault).log("Request failed");
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.INTERNAL_SERVER_ERROR, "A fault of Tocsin; its log has the reason.");
  }

  private static String said(Exception problem) {
    return Objects.requireNonNullElse(problem.getMessage(), problem.getClass().getSimpleName());
  }
}
