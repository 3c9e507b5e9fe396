package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package is installed, used, updated and purged in a copy of this machine that is gone afterwards. Needs root. */
@Timeout(180)
class DebianPackageIT {
    @TempDir
    Path directory;

    @Test
    void itSaysWhatItIsAndKeepsSettingsOfTheAdministrator() throws IOException {
        String deb = deb().toString();
        assertThat(InstalledTool.run(directory, "dpkg-deb", "--info", deb))
                .contains("Package: dispatcher\n", "Architecture: all\n", "java17-runtime-headless");
        assertThat(InstalledTool.run(directory, "dpkg-deb", "--info", deb, "conffiles"))
                .isEqualTo("/etc/dispatcher/coordinator.env\n/etc/dispatcher/agent.env\n");
        assertThat(InstalledTool.run(directory, "dpkg-deb", "--contents", deb))
                .containsPattern("-rwxr-xr-x root/root .* \\./usr/share/dispatcher/dispatcher\n")
                .containsPattern("-rw-r----- root/root .* \\./etc/dispatcher/agent.env\n")
                .contains("./usr/bin/dispatcher -> ../share/dispatcher/dispatcher\n")
                .contains("./usr/share/doc/dispatcher/docs/operations.md\n");
    }

    @Test
    void installedItRunsItsServicesAreSoundAndPurgedNothingOfItIsLeft() throws IOException {
        Path script = Files.writeString(directory.resolve("in-a-copy.sh"), """
                set -e
                mount -t tmpfs copy "$1"
                mkdir "$1/upper" "$1/work" "$1/machine"
                mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/machine"
                cp "$2" "$1/machine/dispatcher.deb"
                cp "$3" "$1/machine/in-the-copy.sh"
                mount -t proc proc "$1/machine/proc"
                mount --bind /dev "$1/machine/dev"
                # Without the sockets of the systemd that runs here.
                mount -t tmpfs run "$1/machine/run"
                exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C chroot "$1/machine" sh -e /in-the-copy.sh
                """);
        Path inside = Files.writeString(directory.resolve("in-the-copy.sh"), """
                # Java may be here without dpkg's knowing.
                install="dpkg --force-depends --install /dispatcher.deb"
                $install
                echo "user $(stat -c '%U %a' /var/lib/dispatcher) $(id -gn dispatcher-agent)"
                systemd-analyze verify /usr/lib/systemd/system/dispatcher-coordinator.service
                : > /etc/dispatcher/agent.token
                systemd-analyze verify /usr/lib/systemd/system/dispatcher-agent.service
                echo verified
                man -l /usr/share/man/man1/dispatcher.1.gz | head -n 4
                bash -n /usr/share/bash-completion/completions/dispatcher
                runuser -u dispatcher -- dispatcher token create --role admin --data-dir /var/lib/dispatcher > /token
                echo "token $(wc -l < /token) line"
                runuser -u dispatcher -- env DISPATCHER_DATA_DIR=/var/lib/dispatcher dispatcher coordinator --dry-run \
                    > /settings
                echo "settings $(grep -c data-dir /settings)"
                echo DISPATCHER_PORT=8001 >> /etc/dispatcher/coordinator.env
                : > /usr/share/dispatcher/lib/coordinator.jsa
                $install
                echo "kept $(grep -c 8001 /etc/dispatcher/coordinator.env)"
                [ ! -e /usr/share/dispatcher/lib/coordinator.jsa ]
                dpkg --purge dispatcher
                ls -d /usr/share/dispatcher /usr/bin/dispatcher /etc/dispatcher /var/lib/dispatcher || true
                echo purged
                """);
        String said = InstalledTool.run(
                directory,
                "unshare",
                "--mount",
                "sh",
                script.toString(),
                Files.createDirectory(directory.resolve("copy")).toString(),
                deb().toString(),
                inside.toString());
        assertThat(said)
                .containsSubsequence(
                        "user dispatcher 700 dispatcher-agent",
                        "verified",
                        "DISPATCHER(1)",
                        "token 1 line",
                        "settings 1",
                        "kept 1",
                        "No such file or directory",
                        "purged");
        assertThat(said.lines().filter(line -> line.startsWith("ls:"))).hasSize(4);
    }

    private static Path deb() throws IOException {
        return DistributionIT.only(BuildTree.root().resolve("distribution/target"), "dispatcher_.*\\.deb");
    }
}
