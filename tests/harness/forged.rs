//! Addresses by which somebody tries to make the service call what only it can reach.

/// Networks that are closed, an address in each.
const CLOSED: [[u8; 4]; 22] = [
    [127, 0, 0, 1],
    [127, 255, 255, 254],
    [10, 0, 0, 1],
    [10, 255, 255, 255],
    [172, 16, 0, 1],
    [172, 31, 255, 255],
    [192, 168, 0, 1],
    [192, 168, 255, 254],
    [169, 254, 169, 254],
    [169, 254, 0, 1],
    [100, 64, 0, 1],
    [100, 100, 100, 200],
    [168, 63, 129, 16],
    [192, 0, 0, 192],
    [192, 0, 2, 1],
    [192, 88, 99, 1],
    [198, 18, 0, 1],
    [198, 51, 100, 7],
    [203, 0, 113, 5],
    [224, 0, 0, 1],
    [240, 0, 0, 1],
    [255, 255, 255, 255],
];

/// Addresses that are wrong in themselves, and names and IPv6 addresses that lead inside.
const OTHERS: &[&str] = &[
    "http://93.184.215.14/",
    "https://",
    "https:///events",
    "https://user@93.184.215.14/",
    "https://user:secret@93.184.215.14/",
    "https://:secret@93.184.215.14/",
    "https://93.184.215.14/#top",
    "https://93.184.215.14@127.0.0.1/",
    "https://93.184.215.14:443@10.0.0.1/",
    "https://93.184.215.14:99999/",
    "https://93.184.215.14:port/",
    "ftp://93.184.215.14/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "javascript:alert(1)",
    "data:text/plain,events",
    "//93.184.215.14/",
    "https://0/",
    "https://0.0.0.0/",
    "https://0x0/",
    "https://00000000000/",
    "https://127.1/",
    "https://127.0.1/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://0x7f.0x0.0x0.0x1/",
    "https://017700000001/",
    "https://localhost/",
    "https://localhost:8443/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://%6cocalhost/",
    "https://127.0.0.1%00.example/",
    "https://127.0.0.1%2f.example/",
    "https://[::1]/",
    "https://[::]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::1]:8443/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:93.184.215.14]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[febf::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2001::1]/",
    "https://[2001:db8::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a00:1::]/",
    "https://[3fff::1]/",
    "https://[100::1]/",
    "https://[4000::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[::1",
    "https://[]/",
];

/// More than 150 of them: each closed address in every spelling that some reader of addresses takes for it.
pub fn targets() -> Vec<String> {
    let spelled = CLOSED.iter().flat_map(|address| spellings(*address));
    spelled.chain(OTHERS.iter().map(ToString::to_string)).collect()
}

fn spellings([a, b, c, d]: [u8; 4]) -> Vec<String> {
    let number = u32::from_be_bytes([a, b, c, d]);
    let low = u16::from_be_bytes([c, d]);
    [
        format!("{a}.{b}.{c}.{d}"),
        format!("{a}.{b}.{c}.{d}."),
        format!("{a}.{b}.{c}.{d}:8443"),
        format!("{a}.{b}.{low}"),
        number.to_string(),
        format!("0x{number:08x}"),
        format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
        format!("[::ffff:{a}.{b}.{c}.{d}]"),
        format!("[2002:{:x}:{low:x}::1]", u16::from_be_bytes([a, b])),
    ]
    .map(|host| format!("https://{host}/events"))
    .to_vec()
}
