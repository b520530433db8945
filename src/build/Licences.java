import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Copies the licences and notices out of libraries, into a folder for each group of libraries.
 * Arguments: the Maven repository, the folder, and GROUP:NAME:VERSION of each library.
 */
class Licences {
    private static final Pattern TEXT =
            Pattern.compile("(META-INF/)?((LICENSE|LICENCE|NOTICE)[^/]*)");

    private final Path repository;
    private final Path folder;

    private Licences(Path repository, Path folder) {
        this.repository = repository;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        var licences = new Licences(Path.of(arguments[0]), Path.of(arguments[1]));
        for (String library : List.of(arguments).subList(2, arguments.length)) {
            String[] parts = library.split(":", 3);
            licences.copyFrom(parts[0], parts[1], parts[2]);
        }
    }

    private void copyFrom(String group, String name, String version) throws IOException {
        Path archive =
                repository
                        .resolve(group.replace('.', '/'))
                        .resolve(name)
                        .resolve(version)
                        .resolve(name + "-" + version + ".jar");
        try (var zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                var text = TEXT.matcher(entry.getName());
                if (text.matches()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        keep(group, name, text.group(2), in.readAllBytes());
                    }
                }
            }
        }
    }

    /** Most libraries of a group have the same texts; one that differs bears the library's name. */
    private void keep(String group, String name, String file, byte[] text) throws IOException {
        Path target = Files.createDirectories(folder.resolve(group)).resolve(file);
        if (Files.exists(target) && !Arrays.equals(Files.readAllBytes(target), text)) {
            target = target.resolveSibling(name + "-" + file);
        }
        Files.write(target, text);
    }
}
