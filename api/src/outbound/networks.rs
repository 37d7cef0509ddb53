//! Networks that nobody can be called in from the public internet, as the IANA registries of special-purpose addresses list them.

/// Of IPv4: whatever is not here is public.
pub const CLOSED_V4: &[&str] = &[
    "0.0.0.0/8",        // this network
    "10.0.0.0/8",       // private
    "100.64.0.0/10",    // shared by carriers; metadata of some clouds
    "127.0.0.0/8",      // loopback
    "168.63.129.16/32", // the host below a machine in one cloud
    "169.254.0.0/16",   // link-local; metadata of most clouds
    "172.16.0.0/12",    // private
    "192.0.0.0/24",     // protocol assignments; metadata of one cloud
    "192.0.2.0/24",     // documentation
    "192.88.99.0/24",   // 6to4 relay
    "192.168.0.0/16",   // private
    "198.18.0.0/15",    // benchmarks
    "198.51.100.0/24",  // documentation
    "203.0.113.0/24",   // documentation
    "224.0.0.0/4",      // multicast
    "240.0.0.0/4",      // reserved, and broadcast
];

/// Of IPv6: whatever is not global unicast is closed, IPv4 in any disguise too.
pub const OPEN_V6: &str = "2000::/3";

/// Within global unicast, what is closed all the same.
pub const CLOSED_V6: &[&str] = &[
    "2001::/23",     // protocol assignments, Teredo among them
    "2001:db8::/32", // documentation
    "2002::/16",     // 6to4: IPv4 in disguise
    "3fff::/20",     // documentation
];
