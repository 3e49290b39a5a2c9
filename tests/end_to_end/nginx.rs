//! A real nginx in front of a mall's server: TLS and HTTP/2, and no settings for the proxy but `proxy_pass`.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Child;
use std::time::Instant;

use mall_test_browser::program;
use tempfile::TempDir;

use crate::waiting::{POLL_INTERVAL, TIMEOUT};

/// A certificate for `localhost` with its key, which nobody trusts.
const CERTIFICATE: &str = include_str!("nginx/localhost.pem");

/// A running nginx. It ends with the tests, or when it is dropped.
pub struct Nginx {
    keeper: Child,
    _folder: TempDir,
}

impl Nginx {
    /// Returns a free port.
    pub fn free_port() -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    }

    /// Starts one that listens at a port, in front of a server. `location` has more directives beside `proxy_pass`.
    pub async fn start(port: u16, server: SocketAddr, location: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::write(path("localhost.pem"), CERTIFICATE).expect("written");
        // Without a master process, it ends at once when it is stopped. The folders would else be the system's.
        let config = format!(
            "daemon off; master_process off; pid {pid}; error_log {log};
             events {{}}
             http {{
                 access_log off;
                 client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
                 fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
                 scgi_temp_path {folder}/scgi;
                 server {{
                     listen 127.0.0.1:{port} ssl http2;
                     ssl_certificate {pem}; ssl_certificate_key {pem};
                     location / {{ proxy_pass http://{server}; {location} }}
                 }}
             }}",
            pid = path("pid"),
            log = path("error.log"),
            folder = folder.path().display(),
            pem = path("localhost.pem"),
        );
        std::fs::write(path("nginx.conf"), config).expect("written");
        let keeper = program::keep(&program::path("NGINX"), &format!("-c{}", path("nginx.conf")));
        let deadline = Instant::now() + TIMEOUT;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = std::fs::read_to_string(path("error.log")).unwrap_or_default();
            assert!(Instant::now() < deadline, "nginx does not listen: {log}");
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        Self { keeper, _folder: folder }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}
