package io.tocsin.console.web;

import io.tocsin.console.cli.Version;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page. */
@Controller
class HomeController {

  @GetMapping("/")
  String home(Model model) {
    model.addAttribute("version", Version.current());
    return "home";
  }
}
