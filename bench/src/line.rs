//! A phone's line to a server: slow, and shared fairly by all connections.
//!
//! The browser's own emulation delays whole requests and ignores connections. Here each packet takes its time, for every
//! contender and kernel alike. A visit's first connection costs a round trip, as it really does. Others are free, as
//! streams of one connection are.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};

/// The speed of a line.
#[derive(Clone, Copy)]
pub struct Speed {
    /// Bits a second towards the phone.
    pub down: f64,
    /// Bits a second from the phone.
    pub up: f64,
    /// The time of the smallest packet to the server and back.
    pub round_trip: Duration,
}

/// A phone's line: 1.6 Mbit/s down, 0.75 Mbit/s up, a round trip of 150 ms.
pub const PHONE: Speed =
    Speed { down: 1_600_000.0, up: 750_000.0, round_trip: Duration::from_millis(150) };

/// The content of a packet, in bytes.
const PACKET_BYTES: usize = 1460;
/// The headers of a packet, in bytes.
const HEADER_BYTES: usize = 40;
/// The number of packets on their way to one end of a connection. Others wait.
const MAX_PACKETS_IN_FLIGHT: usize = 64;

/// A line to one server.
pub struct Line {
    /// The address for browsers.
    pub address: SocketAddr,
    speed: Speed,
    down: Direction,
    up: Direction,
    /// True when the next connection is a visit's first.
    first: AtomicBool,
    /// A counter that changes when all connections are cut.
    cut: watch::Sender<u64>,
    /// The time of the last packet.
    last: watch::Sender<Instant>,
}

/// One direction of a line. Senders take turns.
struct Direction {
    bits_a_second: f64,
    free_at: Mutex<Instant>,
    bytes: AtomicU64,
}

impl Line {
    /// Opens a line to a server.
    pub async fn to(server: SocketAddr, speed: Speed) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let direction = |bits_a_second| Direction {
            bits_a_second,
            free_at: Mutex::new(Instant::now()),
            bytes: AtomicU64::new(0),
        };
        let line = Arc::new(Self {
            address: listener.local_addr().expect("an address"),
            speed,
            down: direction(speed.down),
            up: direction(speed.up),
            first: AtomicBool::new(true),
            cut: watch::Sender::new(0),
            last: watch::Sender::new(Instant::now()),
        });
        tokio::spawn(line.clone().accept(listener, server));
        line
    }

    /// Cuts all connections, so that the next visit opens its own, and resets the counters.
    pub fn begin_visit(&self) {
        self.cut.send_modify(|count| *count += 1);
        self.first.store(true, Ordering::SeqCst);
        self.down.bytes.store(0, Ordering::SeqCst);
        self.up.bytes.store(0, Ordering::SeqCst);
    }

    /// Returns the bytes sent to the phone in this visit: heads and bodies of responses.
    pub fn bytes_down(&self) -> u64 {
        self.down.bytes.load(Ordering::SeqCst)
    }

    /// Waits until no packet has passed for `time`.
    pub async fn wait_until_quiet(&self, time: Duration) {
        let mut last = self.last.subscribe();
        last.mark_unchanged();
        while timeout(time, last.changed()).await.is_ok() {}
    }

    async fn accept(self: Arc<Self>, listener: TcpListener, server: SocketAddr) {
        while let Ok((phone, _)) = listener.accept().await {
            let line = self.clone();
            let mut cut = self.cut.subscribe();
            cut.mark_unchanged();
            tokio::spawn(async move {
                tokio::select! {
                    () = line.carry(phone, server) => {}
                    _ = cut.changed() => {}
                }
            });
        }
    }

    async fn carry(&self, phone: TcpStream, server: SocketAddr) {
        let _ = phone.set_nodelay(true);
        let Ok(server) = TcpStream::connect(server).await else { return };
        let _ = server.set_nodelay(true);
        let (from_phone, to_phone) = phone.into_split();
        let (from_server, to_server) = server.into_split();
        let set_up = if self.first.swap(false, Ordering::SeqCst) {
            self.speed.round_trip
        } else {
            Duration::ZERO
        };
        let begin = Instant::now() + set_up;
        tokio::join!(
            self.pass(&self.up, from_phone, to_server, begin),
            self.pass(&self.down, from_server, to_phone, begin),
        );
    }

    /// Sends one direction of a connection.
    async fn pass(
        &self,
        direction: &Direction,
        mut from: OwnedReadHalf,
        mut to: OwnedWriteHalf,
        begin: Instant,
    ) {
        let (send, mut receive) = mpsc::channel::<(Instant, Vec<u8>)>(MAX_PACKETS_IN_FLIGHT);
        let delay = self.speed.round_trip / 2;
        let sending = async move {
            let mut packet = vec![0; PACKET_BYTES];
            while let Ok(length @ 1..) = from.read(&mut packet).await {
                sleep_until(begin).await;
                let sent = direction.send(length).await;
                self.last.send_replace(Instant::now());
                if send.send((sent + delay, packet[..length].to_vec())).await.is_err() {
                    return;
                }
            }
        };
        let receiving = async move {
            while let Some((arrives, packet)) = receive.recv().await {
                sleep_until(arrives).await;
                self.last.send_replace(Instant::now());
                if to.write_all(&packet).await.is_err() {
                    return;
                }
            }
            let _ = to.shutdown().await;
        };
        tokio::join!(sending, receiving);
    }
}

impl Direction {
    /// Waits for the connection's turn, then until the packet is sent. Returns the instant of that. The connection that has
    /// waited longest is next, so that connections share the direction packet by packet.
    async fn send(&self, length: usize) -> Instant {
        let mut free_at = self.free_at.lock().await;
        let time =
            Duration::from_secs_f64((length + HEADER_BYTES) as f64 * 8.0 / self.bits_a_second);
        *free_at = (*free_at).max(Instant::now()) + time;
        sleep_until(*free_at).await;
        self.bytes.fetch_add(length as u64, Ordering::SeqCst);
        *free_at
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::Instant;

    use super::{Line, Speed};

    /// Starts a server that responds to each byte with `length` bytes.
    async fn server(length: usize) -> std::net::SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    while stream.read_u8().await.is_ok() {
                        stream.write_all(&vec![7; length]).await.expect("sent");
                    }
                });
            }
        });
        address
    }

    async fn ask(stream: &mut TcpStream, length: usize) -> Duration {
        let start = Instant::now();
        stream.write_all(&[1]).await.expect("sent");
        stream.read_exact(&mut vec![0; length]).await.expect("an answer");
        start.elapsed()
    }

    #[tokio::test]
    async fn a_line_takes_its_time_and_counts() {
        // 15,000 bytes in 11 packets are 123,520 bits: 309 ms.
        let speed = Speed { down: 400_000.0, up: 1e9, round_trip: Duration::from_millis(100) };
        let line = Line::to(server(15_000).await, speed).await;
        let mut stream = TcpStream::connect(line.address).await.expect("a connection");
        let first = ask(&mut stream, 15_000).await;
        assert!(first >= Duration::from_millis(505), "{first:?}: set-up, round trip and length");
        let second = ask(&mut stream, 15_000).await;
        assert!(second >= Duration::from_millis(405), "{second:?}: no set-up, but the rest");
        assert_eq!(line.bytes_down(), 30_000);
        line.begin_visit();
        assert_eq!(line.bytes_down(), 0);
        assert!(stream.read_u8().await.is_err(), "the connection is cut");
    }

    #[tokio::test]
    async fn packets_of_all_connections_share_the_line() {
        let speed = Speed { down: 400_000.0, up: 1e9, round_trip: Duration::ZERO };
        let line = Line::to(server(15_000).await, speed).await;
        let mut one = TcpStream::connect(line.address).await.expect("a connection");
        let mut other = TcpStream::connect(line.address).await.expect("a connection");
        let (one, other) = tokio::join!(ask(&mut one, 15_000), ask(&mut other, 15_000));
        let alone = Duration::from_millis(309);
        assert!(one > alone * 3 / 2 && other > alone * 3 / 2, "{one:?} and {other:?}");
    }
}
