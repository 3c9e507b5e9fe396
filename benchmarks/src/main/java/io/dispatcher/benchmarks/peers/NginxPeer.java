package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** A plain reverse proxy with kept-alive upstream connections: what one well-made hop in C costs. */
public final class NginxPeer implements Peer {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    @Override
    public String id() {
        return "nginx";
    }

    @Override
    public String description() {
        return "nginx as a reverse proxy, one worker, upstream connections kept alive";
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Workspace.freePort());
        ChildProcess process = Nginx.start(workspace, "nginx proxy", server(address, target));
        HttpPeer peer = new HttpPeer(address, List.of(process));
        peer.awaitServing(START_LIMIT);
        return peer;
    }

    private static String server(InetSocketAddress address, Target target) {
        return """
                upstream target {
                  server 127.0.0.1:%d;
                  keepalive 512;
                  keepalive_requests 1000000000;
                }
                server {
                  listen 127.0.0.1:%d backlog=4096;
                  location / {
                    proxy_pass http://target;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_buffers 16 64k;
                    proxy_max_temp_file_size 0;
                    proxy_request_buffering off;
                    client_max_body_size 0;
                  }
                }
                """.formatted(target.address().getPort(), address.getPort());
    }
}
