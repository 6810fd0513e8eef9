package io.tocsin.console.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The parts of the web layer. It wants a {@code NodeView}, an {@code AlertFeed}, an {@code
 * EventGateway}, an {@link AccessToken} and {@link WebSettings} from whoever assembles the node.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  WebSecurity.class,
  Problems.class,
  HomeController.class,
  NodeController.class,
  AlertController.class,
  AlertStream.class,
  EventController.class,
  QuarantineController.class,
  ShardsHealth.class,
  NodeMetrics.class
})
public class WebConfiguration {}
