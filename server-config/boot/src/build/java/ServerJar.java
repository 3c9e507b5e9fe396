import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Makes one jar of a jar and all that its manifest puts on the class path. The server looks up thousands of names that are in
 * none of its 320 jars, and the class loader asks each jar for each of them: a tenth of a start's processor time. Run by the build:
 * {@code java ServerJar.java FIRST.jar RESULT.jar}.
 */
final class ServerJar {

    /** In several jars, and whoever reads them wants all: joined. Of everything else the first one counts, as on a class path. */
    private static final Pattern JOINED = Pattern.compile("META-INF/(services|hk2-locator)/.+");

    /** Of one jar only: its manifest, its module and its signatures. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "META-INF/MANIFEST\\.MF|META-INF/INDEX\\.LIST|META-INF/[^/]+\\.(SF|RSA|DSA|EC)|(.*/)?module-info\\.class|.*/");

    private final JarOutputStream result;
    private final Set<String> written = new HashSet<>();
    private final Map<String, ByteArrayOutputStream> joined = new LinkedHashMap<>();

    private ServerJar(JarOutputStream result) {
        this.result = result;
    }

    public static void main(String[] arguments) throws IOException {
        Path first = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        Path unfinished = Path.of(target + ".unfinished");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        try (JarOutputStream result = new JarOutputStream(Files.newOutputStream(unfinished), manifest)) {
            ServerJar jar = new ServerJar(result);
            for (Path part : parts(first)) {
                jar.add(part);
            }
            jar.addJoined();
        }
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> parts(Path first) throws IOException {
        List<Path> parts = new ArrayList<>(List.of(first));
        try (JarFile jar = new JarFile(first.toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String name : classPath.split(" +")) {
                parts.add(first.resolveSibling(name));
            }
        }
        return parts;
    }

    private void add(Path part) throws IOException {
        File file = part.toFile();
        try (JarFile jar = new JarFile(file)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (LEFT_OUT.matcher(name).matches()) {
                    continue;
                }
                byte[] content = jar.getInputStream(entry).readAllBytes();
                if (JOINED.matcher(name).matches()) {
                    ByteArrayOutputStream all = joined.computeIfAbsent(name, absent -> new ByteArrayOutputStream());
                    all.writeBytes(content);
                    all.write('\n');
                } else if (written.add(name)) {
                    write(name, entry.getTime(), content);
                }
            }
        }
    }

    private void addJoined() throws IOException {
        for (Map.Entry<String, ByteArrayOutputStream> entry : joined.entrySet()) {
            write(entry.getKey(), 0, entry.getValue().toByteArray());
        }
    }

    private void write(String name, long time, byte[] content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(time);
        result.putNextEntry(entry);
        result.write(content);
        result.closeEntry();
    }
}
