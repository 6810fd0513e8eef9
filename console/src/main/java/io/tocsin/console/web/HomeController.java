package io.tocsin.console.web;

import io.tocsin.console.node.BuildVersion;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page. */
@Controller
class HomeController {

  @GetMapping("/")
  String home(Model model) {
    model.addAttribute("version", BuildVersion.current());
    return "home";
  }
}
