package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts nginx as one process in the foreground, with everything it writes in its own directory of the workspace. */
final class Nginx {
    private Nginx() {}

    /** @param server what stands inside {@code http { … }}, one complete server block at least */
    static ChildProcess start(Workspace workspace, String name, String server) throws IOException {
        Path directory = workspace.directory(name.replace(' ', '-'));
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, configuration(directory, server));
        try {
            return workspace.start(
                    name,
                    List.of(executable(), "-p", directory.toString(), "-c", configuration.toString(), "-e", "stderr"),
                    directory);
        } catch (IOException e) {
            throw new IOException("cannot start nginx (Debian package nginx-light or nginx): " + e.getMessage(), e);
        }
    }

    /** {@code /usr/sbin} is not on every user's path. */
    private static String executable() {
        return Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
    }

    private static String configuration(Path directory, String server) {
        String temporary = directory.resolve("temporary").toString();
        return """
                daemon off;
                master_process off;
                worker_processes 1;
                worker_rlimit_nofile 8192;
                error_log stderr warn;
                pid nginx.pid;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  default_type text/plain;
                  sendfile on;
                  tcp_nodelay on;
                  keepalive_requests 1000000000;
                  keepalive_timeout 600s;
                  client_body_temp_path %1$s-body;
                  proxy_temp_path %1$s-proxy;
                  fastcgi_temp_path %1$s-fastcgi;
                  uwsgi_temp_path %1$s-uwsgi;
                  scgi_temp_path %1$s-scgi;
                %2$s
                }
                """.formatted(temporary, server);
    }
}
