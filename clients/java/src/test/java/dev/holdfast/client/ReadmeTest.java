package dev.holdfast.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LEFT_OUT = Pattern.compile("// end\\b.*?// snippet", Pattern.DOTALL);

  /** The example is compiled, and what is copied from it compiles as well. */
  @Test
  void snippetsStandInTheExample() throws Exception {
    String example = Files.readString(Path.of("examples", "Shop.java"));
    // What stands between two parts of one snippet, and what stands between two snippets, is left out.
    String code = dense(LEFT_OUT.matcher(example).replaceAll(""));
    List<String> snippets = new ArrayList<>();
    for (Matcher found = JAVA.matcher(Files.readString(Path.of("README.md"))); found.find(); ) {
      snippets.add(found.group(1));
    }
    assertFalse(snippets.isEmpty());
    snippets.forEach(one -> assertTrue(code.contains(dense(one)), one));
  }

  private static String dense(String text) {
    return text.replaceAll("\\s+", " ").trim();
  }
}
