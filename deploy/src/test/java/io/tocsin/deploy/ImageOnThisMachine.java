package io.tocsin.deploy;

import io.tocsin.deploy.ComposeFile.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The image without a container engine: its files below a folder, its entry point on this machine's
 * Java, its user where we may become one, its environment with the places and names of this machine
 * in it.
 */
final class ImageOnThisMachine {

  private static final String DATA = "/var/lib/tocsin";

  private final Path root;
  private final ImageDefinition image;

  private ImageOnThisMachine(Path root, ImageDefinition image) {
    this.root = root;
    this.image = image;
  }

  /** Copies into a new folder in the given one what the Dockerfile copies into the image. */
  static ImageOnThisMachine build(Path folder) throws IOException {
    ImageDefinition image = ImageDefinition.read(Repository.DEPLOY.resolve("image/Dockerfile"));
    // Because a folder of a test is its owner's alone, and the image's user is another one.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Path root = Files.createDirectory(folder.resolve("image"));
    for (Map.Entry<String, String> copied : image.copies().entrySet()) {
      Path target = below(root, copied.getValue());
      Files.createDirectories(target.getParent());
      Files.copy(
          Repository.ROOT.resolve(copied.getKey()), target, StandardCopyOption.COPY_ATTRIBUTES);
    }
    return new ImageOnThisMachine(root, image);
  }

  private static Path below(Path root, String path) {
    return root.resolve(path.substring(1));
  }

  String health() {
    return image.health();
  }

  /** The entry point with its arguments, as the image's user where this is root. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    if (becomesUser()) {
      String[] user = image.user().split(":");
      command.addAll(List.of("setpriv", "--reuid", user[0], "--regid", user[1], "--clear-groups"));
    }
    command.add(below(root, image.entrypoint().get(0)).toString());
    command.addAll(image.command());
    return command;
  }

  private static boolean becomesUser() {
    return System.getProperty("user.name").equals("root") && Repository.has("setpriv");
  }

  /**
   * The environment of a container.
   *
   * @param name of the service, which has a data directory of its own
   * @param here what stands for a name, an address or a path of the composition on this machine
   */
  Map<String, String> environment(String name, Service service, Map<String, String> here)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(image.environment());
    environment.putAll(service.environment());
    Map<String, String> places = new HashMap<>(here);
    for (String volume : service.volumes()) {
      String[] parts = volume.split(":");
      if (parts[0].startsWith(".")) {
        Path folder = Repository.DEPLOY.resolve("compose").resolve(parts[0]).normalize();
        places.put(parts[1], readable(folder, below(root, parts[1])).toString());
      }
    }
    places.put(DATA, owned(root.resolve("data-" + name)).toString());
    environment.replaceAll(
        (key, value) -> {
          String changed = value;
          for (Map.Entry<String, String> place : places.entrySet()) {
            changed = changed.replace(place.getKey(), place.getValue());
          }
          return changed;
        });
    String options =
        "-Xmx400m -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + owned(root.resolve("tmp"));
    environment.merge("TOCSIN_JAVA_OPTS", options, (ours, more) -> ours + " " + more);
    return environment;
  }

  private static Path readable(Path from, Path to) throws IOException {
    if (Files.notExists(to)) {
      try (var files = Files.walk(from)) {
        for (Path file : files.toList()) {
          Path target = to.resolve(from.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    return to;
  }

  /** Makes a folder that the image's user may write to. */
  Path owned(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    if (becomesUser()) {
      Repository.run(root, List.of("chown", image.user(), folder.toString()));
    }
    return folder;
  }
}
