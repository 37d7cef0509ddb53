//! A load generator that costs next to nothing: one thread, prepared requests, connections that are kept.

use std::{
    cell::Cell,
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream as StdStream},
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::TcpStream};

/// How long to wait for the last answers.
const PATIENCE: Duration = Duration::from_secs(15);

/// Requests that are ready to be written, taken in turn.
pub struct Requests {
    bytes: Vec<Vec<u8>>,
    again: bool,
    next: Cell<usize>,
}

impl Requests {
    /// Requests that may be sent again and again.
    pub fn repeated(bytes: Vec<Vec<u8>>) -> Self {
        Self { bytes, again: true, next: Cell::new(0) }
    }

    /// Requests of which each is sent once.
    pub fn each_once(bytes: Vec<Vec<u8>>) -> Self {
        Self { bytes, again: false, next: Cell::new(0) }
    }

    /// All of them.
    pub fn all(&self) -> &[Vec<u8>] {
        &self.bytes
    }

    fn take(&self) -> Option<&[u8]> {
        let at = self.next.get();
        self.next.set(at + 1);
        if self.again { self.bytes.get(at % self.bytes.len()) } else { self.bytes.get(at) }.map(Vec::as_slice)
    }
}

/// What a run of requests came to.
#[derive(Debug, Default, Clone)]
pub struct Run {
    /// Answers with a status below 300 within the time.
    pub answered: usize,
    /// Other answers, with the last of their statuses.
    pub refused: (usize, u16),
    /// How long it took.
    pub seconds: f64,
    /// The time each good answer took, sorted, in nanoseconds.
    latencies: Vec<u64>,
}

impl Run {
    /// Good answers a second.
    pub fn rate(&self) -> f64 {
        self.answered as f64 / self.seconds
    }

    /// The latency that this share of the answers did not exceed, in milliseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies.get((last as f64 * share).round() as usize).map_or(f64::NAN, |nanos| *nanos as f64 / 1e6)
    }
}

struct Connection {
    stream: TcpStream,
    since: Instant,
    waits: bool,
    got: Vec<u8>,
}

/// Sends requests over this many connections for this long, or until there are none left.
pub fn run(address: SocketAddr, requests: &Requests, connections: usize, time: Duration) -> Run {
    let mut poll = Poll::new().expect("the system can poll");
    let mut all: Vec<Connection> = (0..connections).map(|number| Connection::open(address, &poll, number)).collect();
    let mut run = Run::default();
    let (began, mut scratch, mut events) = (Instant::now(), vec![0; 128 * 1024], Events::with_capacity(256));
    all.iter_mut().for_each(|connection| connection.send(requests.take()));
    let mut ended = None;
    while all.iter().any(|connection| connection.waits) && began.elapsed() < time + PATIENCE {
        poll.poll(&mut events, Some(PATIENCE)).or_else(interrupted).expect("the system can poll");
        for event in &events {
            let connection = &mut all[event.token().0];
            let Some(status) = connection.receive(&mut scratch) else { continue };
            let now = Instant::now();
            let over = now.duration_since(began) >= time;
            if !over || !requests.again {
                run.note(status, now.duration_since(connection.since));
            }
            if over {
                ended.get_or_insert(now);
            }
            connection.send(if over { None } else { requests.take() });
        }
    }
    // Those sent once all count, so the time ends with the last of them; others count until the time is over.
    let ended = if requests.again { ended.unwrap_or_else(Instant::now) } else { Instant::now() };
    run.seconds = ended.duration_since(began).as_secs_f64();
    run.latencies.sort_unstable();
    run
}

impl Run {
    fn note(&mut self, status: u16, took: Duration) {
        if status < 300 {
            self.answered += 1;
            self.latencies.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
        } else {
            self.refused = (self.refused.0 + 1, status);
        }
    }
}

fn interrupted(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == ErrorKind::Interrupted { Ok(()) } else { Err(error) }
}

impl Connection {
    fn open(address: SocketAddr, poll: &Poll, number: usize) -> Self {
        let stream = StdStream::connect(address).expect("the server takes a connection");
        stream.set_nodelay(true).and_then(|()| stream.set_nonblocking(true)).expect("a socket can be set up");
        let mut stream = TcpStream::from_std(stream);
        poll.registry().register(&mut stream, Token(number), Interest::READABLE).expect("a socket can be watched");
        Self { stream, since: Instant::now(), waits: false, got: Vec::with_capacity(32 * 1024) }
    }

    fn send(&mut self, request: Option<&[u8]>) {
        self.waits = request.is_some();
        let Some(mut left) = request else { return };
        self.since = Instant::now();
        while !left.is_empty() {
            match self.stream.write(left) {
                Ok(written) => left = &left[written..],
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => std::thread::yield_now(),
                Err(error) => panic!("the server closed a connection: {error}"),
            }
        }
    }

    /// The status, once the whole answer is there.
    fn receive(&mut self, scratch: &mut [u8]) -> Option<u16> {
        loop {
            match self.stream.read(scratch) {
                Ok(0) if self.waits => panic!("the server closed a connection: {}", String::from_utf8_lossy(&self.got)),
                Ok(0) => return None,
                Ok(read) => {
                    self.got.extend_from_slice(&scratch[..read]);
                    if read < scratch.len() {
                        break;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => panic!("the server broke a connection: {error}"),
            }
        }
        let status = complete(&self.got)?;
        self.got.clear();
        Some(status)
    }
}

/// The status of an answer that is complete.
pub fn complete(got: &[u8]) -> Option<u16> {
    let head = got.windows(4).position(|four| four == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&got[..head]).expect("a head is text");
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().expect("a length"))
    });
    let length = length.unwrap_or_else(|| panic!("an answer without a length: {text}"));
    (got.len() >= head + 4 + length).then(|| text.get(9..12).and_then(|status| status.parse().ok()).expect("a status"))
}
