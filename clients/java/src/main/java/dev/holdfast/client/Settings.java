package dev.holdfast.client;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** What is shipped beside the code: the version and the service config that all clients of Holdfast share. */
final class Settings {
  static final String VERSION = version();
  private static final String TIMEOUT = "timeout";
  private static final int NANO_DIGITS = 9;

  private final Map<String, Object> serviceConfig;
  private final Duration deadline;

  private Settings(Map<String, Object> serviceConfig, Duration deadline) {
    this.serviceConfig = serviceConfig;
    this.deadline = deadline;
  }

  /** With this deadline for unary calls; null = as it is shipped. */
  @SuppressWarnings("unchecked")
  static Settings load(Duration deadline) {
    Map<String, Object> config;
    try (Reader text = new InputStreamReader(resource("service_config.json"), StandardCharsets.UTF_8)) {
      config = new Gson().fromJson(text, new TypeToken<Map<String, Object>>() {}.getType());
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    Duration valid = deadline;
    for (Map<String, Object> method : (List<Map<String, Object>>) config.get("methodConfig")) {
      // Taken out: gRPC takes the sooner of it and the call's own deadline, so that nobody could wait longer.
      Object shipped = method.remove(TIMEOUT);
      if (shipped != null && deadline == null) {
        valid = duration((String) shipped);
      }
    }
    return new Settings(config, valid);
  }

  /** In the form that gRPC takes. */
  Map<String, Object> serviceConfig() {
    return serviceConfig;
  }

  /** Of unary calls. */
  Duration deadline() {
    return deadline;
  }

  private static Duration duration(String text) {
    BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
    return Duration.ofNanos(seconds.movePointRight(NANO_DIGITS).longValueExact());
  }

  private static String version() {
    Properties found = new Properties();
    try (InputStream text = resource("client.properties")) {
      found.load(text);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return found.getProperty("version");
  }

  private static InputStream resource(String name) throws IOException {
    InputStream found = Settings.class.getResourceAsStream(name);
    if (found == null) {
      throw new IOException(name + " is missing in the jar");
    }
    return found;
  }
}
